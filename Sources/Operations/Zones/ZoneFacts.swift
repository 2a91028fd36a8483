import GridModel
import Persistence
import Telemetry

/// Puts a zone's summary together from what is stored.
struct ZoneFacts {
    private let session: TenantSession
    private let now: Timestamp
    private let feeders: [Asset]
    private let anomalies: [ZoneID: Int]

    init(_ session: TenantSession, now: Timestamp) throws {
        self.session = session
        self.now = now
        feeders = try AssetRepository(session).assets(of: [.feeder])
        anomalies = try AnomalyRepository(session).countByZone(since: now - 7 * 86_400)
    }

    func summary(of zone: Zone) throws -> ZoneSummary {
        let latest = try AreaRollupRepository(session).latestCompleteHour(of: .zone(zone.id))
        return ZoneSummary(
            id: zone.id, code: zone.code, name: zone.name, population: zone.population, priority: zone.priority,
            criticalSites: try zone.criticalSites.map(located), capacityKW: zone.capacityKW,
            feederIDs: feeders.filter { $0.zone == zone.id }.map(\.id),
            loadKW: latest?.netLoadKW, consumptionKW: latest?.consumptionKW, generationKW: latest?.generationKW,
            loadAt: latest?.start, quality: latest.map { $0.isEstimated ? .estimated : .measured },
            completeness24h: try completeness24h(of: zone), nextPeak: try nextPeak(of: zone),
            anomalies7d: anomalies[zone.id] ?? 0,
            centroid: zone.area.centroid)
    }

    /// - Throws: `DatabaseError.corrupt` when the zone lacks its derived series.
    func detail(of zone: Zone) throws -> ZoneDetail {
        let series = SeriesRepository(session)
        let derived = try series.list(subjectKind: .zone, subjectID: zone.id.rawValue, isDerived: true)
        func derivedID(_ quantity: Quantity) throws -> SeriesID {
            guard let found = derived.first(where: { $0.quantity == quantity }) else {
                throw DatabaseError(.corrupt, detail: "Zone \(zone.id) has no derived series \(quantity.rawValue).")
            }
            return found.id
        }
        let assets = AssetRepository(session)
        let counts = try assets.counts(in: zone.id)
        return ZoneDetail(
            summary: try summary(of: zone), area: zone.area,
            loadPoints: counts[.loadPoint] ?? 0, generators: counts[.generator] ?? 0, lines: counts[.line] ?? 0,
            lengthKm: try assets.lineLengthKm(in: zone.id),
            loadSeries: try derivedID(.netLoad), consumptionSeries: try derivedID(.consumption),
            generationSeries: try derivedID(.generation),
            weatherSeries: try weather(of: zone))
    }

    /// With the place of its node, where it has one.
    private func located(_ site: CriticalSite) throws -> LocatedSite {
        let node = try site.nodeCode.flatMap { try AssetRepository(session).asset(.node, code: $0) }
        return LocatedSite(name: site.name, kind: site.kind, location: node?.location)
    }

    /// The zone's own weather and air, then that of the city's stations.
    private func weather(of zone: Zone) throws -> [WeatherSeries] {
        let series = SeriesRepository(session)
        let own = try series.list(subjectKind: .zone, subjectID: zone.id.rawValue, isDerived: false)
        return (own + (try series.list(subjectKind: .weatherStation))).filter(\.quantity.isEnvironmental).map {
            WeatherSeries(id: $0.id, quantity: $0.quantity, name: $0.name)
        }
    }

    /// The highest P90 of what is still to come of the latest forecast.
    private func nextPeak(of zone: Zone) throws -> PeakForecast? {
        let load = try SeriesRepository(session).list(
            subjectKind: .zone, subjectID: zone.id.rawValue, quantity: .netLoad, isDerived: true
        ).first
        guard let load, let run = try ForecastRepository(session).latestRun(of: load.id, at: now) else { return nil }
        return try ForecastRepository(session).values(of: load.id, run: run.id)
            .filter { $0.start + 3600 > now }
            .max { $0.p90 < $1.p90 }
            .map { PeakForecast(at: $0.start, p10: $0.p10, p50: $0.p50, p90: $0.p90) }
    }

    /// The series' whole hours of those that were expected; estimates do not count.
    private func completeness24h(of zone: Zone) throws -> Double {
        let end = now.floored(toMultipleOf: 3600)
        var (hours, reported, expected, last) = (0, 0, 0, 0)
        try AreaRollupRepository(session).forEachHour(
            of: .zone(zone.id), in: TimeSpan(start: end - 86_400, end: end)
        ) { hour in
            hours += 1
            reported += hour.reportingSeries
            expected += hour.expectedSeries
            last = hour.expectedSeries
        }
        // In hours that nobody reported, as many were expected as in the last one that somebody did.
        expected += max(0, 24 - hours) * last
        return expected == 0 ? 0 : Double(reported) / Double(expected)
    }
}
