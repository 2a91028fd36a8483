import Detection
import GridModel
import Persistence
import Telemetry

/// The meters the detector watches, hour by hour: what load points take from the grid.
enum WatchedMeters {
    /// Meters of a day's interval have no hours to watch.
    static func series(_ session: TenantSession) throws -> [Series] {
        try SeriesRepository(session).list(
            subjectKind: .loadPoint, quantity: .activeEnergyImport, isDerived: false
        ).filter { $0.intervalSeconds <= 3600 }
    }

    /// kWh of each hour; an hour with a missing interval is missing.
    static func columns(_ series: [Series], in span: TimeSpan, _ session: TenantSession) throws -> [DetectionSeries] {
        try series.compactMap { one in
            guard var hours = HourlyColumns(covering: span, intervalSeconds: one.intervalSeconds) else { return nil }
            try SeriesReader(session).forEachBlock(of: one, in: span) { hours.add($0) }
            let energy = (0..<hours.hourCount).map { hour in
                Int(hours.counts[hour]) == hours.expectedPerHour ? hours.sums[hour] : .nan
            }
            return DetectionSeries(
                key: one.id.description, values: HourlySeries(start: hours.span.start, valuesOrNaN: energy),
                unit: one.quantity.unit)
        }
    }
}
