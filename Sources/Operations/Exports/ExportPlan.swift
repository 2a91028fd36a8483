import GridModel

/// An export that can be made: what it holds, checked and resolved.
struct ExportPlan: Sendable {
    /// In the order of their numbers.
    let series: [Series]
    let span: TimeSpan
    let format: ExportRequest.Format
    let layout: ExportRequest.Layout
    let resolution: ExportRequest.Resolution
    let calendar: CityCalendar
    let tenant: TenantID
    let tenantName: String
    let tenantCode: String
    let writtenAt: Timestamp

    /// The length of an exported interval of a series; of a day, the usual one.
    func intervalSeconds(of series: Series) -> Int64 {
        switch resolution {
        case .raw: series.intervalSeconds
        case .hour: max(3600, series.intervalSeconds)
        case .day: max(86_400, series.intervalSeconds)
        }
    }

    /// Whether values are sums or means of several readings: then they say of how many.
    var isAggregated: Bool { resolution != .raw }

    /// The most intervals that a series can have in the span.
    func expectedCount(of series: Series) -> Int {
        Int(span.seconds / intervalSeconds(of: series)) + 2
    }

    var title: String { "\(tenantName): readings \(span.start) to \(span.end)" }
}

extension ExportPlan {
    static func extendedSpan(
        _ span: TimeSpan, _ resolution: ExportRequest.Resolution, _ calendar: CityCalendar
    ) -> TimeSpan {
        switch resolution {
        case .raw: span
        case .hour:
            TimeSpan(
                start: span.start.floored(toMultipleOf: 3600), end: (span.end + 3599).floored(toMultipleOf: 3600))
        case .day:
            TimeSpan(
                start: calendar.start(of: calendar.localDate(of: span.start)),
                end: calendar.span(of: calendar.localDate(of: span.end - 1)).end)
        }
    }
}
