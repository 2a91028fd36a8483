package import GridModel
import Persistence
import Telemetry

extension CityQueries {
    /// The city's net load in [from, to), thinned to `points` hours without losing a peak.
    /// - Parameters:
    ///   - from: nil: 7 days before `to`.
    ///   - to: nil: now.
    package func load(from: Timestamp?, to: Timestamp?, points: Int) async throws -> CityLoad {
        let end = to ?? clock.now
        let span = TimeSpan(start: from ?? end - 7 * 86_400, end: end)
        return try await database.read(TenantScope(tenant: tenant.id)) { session in
            var sampler = Downsampler(span: span, points: points)
            var reporting: [Timestamp: (zones: Int, estimated: Int)] = [:]
            try AreaRollupRepository(session).forEachZoneSum(in: span) { start, load, zones, estimated in
                sampler.add(Reading(start: start, value: load, quality: estimated > 0 ? .estimated : .calculated))
                reporting[start] = (zones, estimated)
            }
            let kept = sampler.finish()
            return CityLoad(
                span: span, zones: try ZoneRepository(session).ids().count,
                hours: kept.map {
                    CityLoadHour(
                        start: $0.start, loadKW: $0.value, zonesReporting: reporting[$0.start]?.zones ?? 0,
                        zonesEstimated: reporting[$0.start]?.estimated ?? 0)
                },
                isDownsampled: kept.count < reporting.count, outsideZones: try Self.outsideZones(session))
        }
    }

    private static func outsideZones(_ session: TenantSession) throws -> [MeterOutsideZones] {
        let meters = try SeriesRepository(session).measuredOutsideZones().filter {
            $0.series.quantity.isEnergy && $0.series.subject.kind.isConnection
        }
        return try meters.map { meter in
            let series = meter.series
            let found = try ReadingBlockRepository(session).latest(of: series.id)
            let latest = found.flatMap { $0.value.isFinite ? $0 : nil }
            let sign: Double = series.quantity == .activeEnergyExport ? -1 : 1
            return MeterOutsideZones(
                series: series.id, assetKind: series.subject.kind, assetID: series.subject.id,
                assetName: series.subject.shown(meter.subjectName),
                loadKW: latest.map { sign * $0.value * 3600 / Double(series.intervalSeconds) },
                loadAt: latest?.start)
        }
    }
}
