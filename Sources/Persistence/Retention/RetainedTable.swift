/// The tables whose rows age, each with what bounds a delete in it.
public enum RetainedTable: String, CaseIterable, Sendable {
    // By series.
    case readingBlocks = "reading_blocks"
    case readingRevisions = "reading_revisions"
    case seriesHourly = "series_hourly"
    case seriesDaily = "series_daily"
    // By area.
    case areaHourly = "area_hourly"
    case areaDaily = "area_daily"
    // As a whole.
    case damagedBlocks = "damaged_blocks"
    case forecasts = "forecast_values"
    case anomalies
    case findings

    public static let bySeries: [RetainedTable] = [.readingBlocks, .readingRevisions, .seriesHourly, .seriesDaily]
    public static let byArea: [RetainedTable] = [.areaHourly, .areaDaily]

    var name: SQL {
        switch self {
        case .readingBlocks: "reading_blocks"
        case .readingRevisions: "reading_revisions"
        case .seriesHourly: "series_hourly"
        case .seriesDaily: "series_daily"
        case .areaHourly: "area_hourly"
        case .areaDaily: "area_daily"
        case .damagedBlocks: "damaged_blocks"
        case .forecasts: "forecast_values"
        case .anomalies: "anomalies"
        case .findings: "findings"
        }
    }

    /// The column that says how old a row is.
    var time: SQL {
        switch self {
        case .readingBlocks, .damagedBlocks: "span_start"
        case .readingRevisions, .anomalies, .findings: "start"
        case .seriesHourly, .areaHourly: "hour_start"
        case .seriesDaily, .areaDaily: "day_start"
        case .forecasts: "target_start"
        }
    }

    /// What the rows' values take: 8 bytes a number, texts and payloads by their length.
    var bytes: SQL {
        switch self {
        case .readingBlocks: "COALESCE(SUM(LENGTH(payload) + 96), 0)"
        case .damagedBlocks: "COALESCE(SUM(LENGTH(payload) + LENGTH(error) + 48), 0)"
        case .readingRevisions: "COALESCE(SUM(LENGTH(source) + 72), 0)"
        case .seriesHourly: "COUNT(*) * 64"
        case .seriesDaily: "COUNT(*) * 74"
        case .areaHourly: "COALESCE(SUM(LENGTH(area_kind) + 80), 0)"
        case .areaDaily: "COALESCE(SUM(LENGTH(area_kind) + 90), 0)"
        case .forecasts: "COUNT(*) * 56"
        case .anomalies: "COALESCE(SUM(LENGTH(kind) + LENGTH(reason) + 104), 0)"
        case .findings:
            "COALESCE(SUM(LENGTH(kind) + LENGTH(detail) + LENGTH(state) + COALESCE(LENGTH(note), 0) + 80), 0)"
        }
    }
}
