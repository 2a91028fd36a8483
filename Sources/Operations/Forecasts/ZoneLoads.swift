import Forecasting
import GridModel
import Persistence
import Telemetry

/// The zones' net load as hourly columns.
struct ZoneLoads {
    /// The derived net-load series of every zone.
    static func series(_ session: TenantSession) throws -> [Series] {
        try SeriesRepository(session).list(subjectKind: .zone, quantity: .netLoad, isDerived: true)
    }

    static func columns(_ series: [Series], in span: TimeSpan, _ session: TenantSession) throws -> [ForecastSeries] {
        try series.map { one in
            var readings: [Reading] = []
            try SeriesReader(session).forEachBlock(of: one, in: span) { readings += $0.readings }
            return ForecastSeries(
                key: one.id.description, load: HourlySeries(covering: span, readings: readings),
                estimatedHours: Set(readings.lazy.filter(\.quality.isEstimate).map(\.start)))
        }
    }
}
