import Detection
import GridModel
import Persistence
import Telemetry

/// The meters the detector watches: what load points take from the grid.
enum WatchedMeters {
    static func series(_ session: TenantSession) throws -> [Series] {
        try SeriesRepository(session).list(
            subjectKind: .loadPoint, quantity: .activeEnergyImport, isDerived: false
        ).filter { $0.intervalSeconds == 3600 }
    }

    static func columns(_ series: [Series], in span: TimeSpan, _ session: TenantSession) throws -> [DetectionSeries] {
        try series.map { one in
            var readings: [Reading] = []
            try SeriesReader(session).forEachBlock(of: one, in: span) { readings += $0.readings }
            return DetectionSeries(
                key: one.id.description, values: HourlySeries(covering: span, readings: readings),
                unit: one.quantity.unit)
        }
    }
}
