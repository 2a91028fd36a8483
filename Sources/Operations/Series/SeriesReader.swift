import GridModel
import Persistence
import Telemetry

/// Reads any series in order of time: measured ones from their blocks, derived ones from the rollups.
struct SeriesReader {
    private let session: TenantSession

    init(_ session: TenantSession) {
        self.session = session
    }

    func forEachBlock(of series: Series, in span: TimeSpan, _ visit: (ReadingBlock) throws -> Void) throws {
        guard series.isDerived else {
            try ReadingBlockRepository(session).forEachBlock(
                of: series.id, intervalSeconds: series.intervalSeconds, in: span, visit)
            return
        }
        var readings: [Reading] = []
        try AreaRollupRepository(session).forEachHour(of: series.subject, in: span) { hour in
            // The sum of fewer meters than there are is not the zone's load.
            guard hour.isComplete, let value = hour.value(of: series.quantity) else { return }
            let quality: Quality = hour.isEstimated ? .estimated : .calculated
            readings.append(Reading(start: hour.start, value: value, quality: quality))
            if readings.count == BlockCodec.maximumCount {
                try visit(ReadingBlock(readings))
                readings.removeAll(keepingCapacity: true)
            }
        }
        if !readings.isEmpty { try visit(ReadingBlock(readings)) }
    }

    func extent(of series: Series) throws -> SeriesExtent? {
        try series.isDerived
            ? AreaRollupRepository(session).extent(of: series.subject)
            : ReadingBlockRepository(session).extent(of: series.id)
    }
}

extension AreaHourRow {
    /// kW; nil for what an area does not have.
    func value(of quantity: Quantity) -> Double? {
        switch quantity {
        case .netLoad: netLoadKW
        case .consumption: consumptionKW
        case .generation: generationKW
        default: nil
        }
    }
}
