import Forecasting
import GridModel
import Operations
import Persistence
import Testing

/// One meter falls silent: what becomes of its zone.
@Suite struct SilentMeterTests {
    let city: SmallCity
    let start: Timestamp

    init() async throws {
        city = try await SmallCity(now: "2026-06-15T00:00:00Z")
        start = city.clock.now - 14 * 86_400
    }

    /// The plant reports two weeks but for the last `silent` hours; the meter reports all.
    private func send(silent: Int, solarKW: Double = 1) async throws {
        let hours = 14 * 24
        try await city.send(city.meter, from: start.iso8601, [Double](repeating: 10, count: hours))
        try await city.send(
            city.solar, from: start.iso8601,
            (0..<hours - silent).map { solarKW * (1 + 0.01 * Double($0 / 24)) })
        try await city.rollups()
    }

    private func hours() async throws -> [AreaHourRow] {
        let span = TimeSpan(start: start, end: city.clock.now)
        return try await city.database.read(city.scope) { [zone = city.zone] session in
            var rows: [AreaHourRow] = []
            try AreaRollupRepository(session).forEachHour(of: .zone(zone), in: span) { rows.append($0) }
            return rows
        }
    }

    private func zone() async throws -> ZoneSummary {
        let zones = ZoneQueries(database: city.database, scope: city.scope, clock: city.clock.city)
        return try #require(try await zones.list().zones.first)
    }

    @Test func aSeriesThatNeverReportedIsNotExpected() async throws {
        try await city.send(city.meter, from: "2026-06-14T12:00:00Z", [Double](repeating: 10, count: 12))
        try await city.rollups()
        #expect(try await hours().allSatisfy { $0.isComplete && $0.expectedSeries == 1 && !$0.isEstimated })
        let zone = try await zone()
        #expect(zone.loadKW == 10 && zone.quality == .measured)
    }

    @Test func aSmallShareIsEstimatedByTheSameHourLastWeekAndSaysSo() async throws {
        try await send(silent: 6)
        let last = try #require(try await hours().last)
        // Day 13 less a week is day 6.
        #expect(abs(last.netLoadKW - (10 - 1.06)) < 1e-9)
        #expect(last.isComplete && last.isEstimated)
        #expect(last.reportingSeries == 1 && last.expectedSeries == 2 && last.estimatedSeries == 1)
        let zone = try await zone()
        #expect(zone.loadAt == city.clock.now - 3600 && zone.quality == .estimated)
        #expect(zone.completeness24h == Double(18 * 2 + 6) / 48)
        let window = try #require(
            try await city.queries.readings(
                city.load.id, from: city.clock.now - 8 * 3600, to: city.clock.now, points: 100))
        #expect(
            window.readings.map(\.quality) == [.calculated, .calculated] + [Quality](repeating: .estimated, count: 6))
        let load = try await CityQueries(
            database: city.database, tenant: city.tenant, clock: city.clock.city, demo: nil
        ).load(from: city.clock.now - 7 * 3600, to: city.clock.now, points: 100)
        #expect(load.hours.map(\.zonesEstimated) == [0, 1, 1, 1, 1, 1, 1])
    }

    @Test func whereLastWeekIsMissingTheDayBeforeServes() async throws {
        let late = city.clock.now - 2 * 86_400
        try await city.send(city.meter, from: late.iso8601, [Double](repeating: 10, count: 48))
        try await city.send(city.solar, from: late.iso8601, (0..<47).map { 1 + 0.01 * Double($0) })
        try await city.rollups()
        let last = try #require(try await hours().last)
        #expect(last.isEstimated && abs(last.generationKW - 1.23) < 1e-9)
    }

    @Test func aLateReadingReplacesItsEstimate() async throws {
        try await send(silent: 2)
        try await city.send(city.solar, from: (city.clock.now - 7200).iso8601, [2, 3])
        try await city.rollups()
        let last = try await hours().suffix(2)
        #expect(last.map(\.netLoadKW) == [8, 7])
        #expect(last.allSatisfy { $0.isComplete && !$0.isEstimated })
    }

    @Test func aGreatShareStaysMissing() async throws {
        try await send(silent: 3, solarKW: 9)
        let last = try #require(try await hours().last)
        #expect(!last.isComplete && last.estimatedSeries == 0 && last.netLoadKW == 10)
        #expect(try await zone().loadAt == city.clock.now - 4 * 3600)
    }

    @Test func estimatesAreNotMadeOfEstimates() async throws {
        try await send(silent: 9 * 24)
        let all = try await hours()
        // The days after the five reported ones: by the day before, nothing, then five by the week before.
        #expect(all.filter { $0.isEstimated }.count == 6 * 24)
        #expect(all.suffix(48).allSatisfy { !$0.isComplete })
    }

    @Test func aSeriesThatIsSilentForFourWeeksIsNoLongerExpected() async throws {
        let first = city.clock.now - 40 * 86_400
        try await city.send(city.meter, from: first.iso8601, [Double](repeating: 10, count: 40 * 24))
        try await city.send(city.solar, from: first.iso8601, [Double](repeating: 1, count: 7 * 24))
        try await city.rollups()
        let span = TimeSpan(start: first, end: city.clock.now)
        let all = try await city.database.read(city.scope) { [zone = city.zone] session in
            var rows: [AreaHourRow] = []
            try AreaRollupRepository(session).forEachHour(of: .zone(zone), in: span) { rows.append($0) }
            return rows
        }
        // Until then it is estimated, and no hour of the zone is lost.
        #expect(all.allSatisfy { $0.isComplete })
        #expect(all.filter { $0.isEstimated }.count == 28 * 24)
        let last = all.suffix(5 * 24)
        #expect(last.allSatisfy { $0.isComplete && $0.expectedSeries == 1 && $0.netLoadKW == 10 })
        #expect(try await zone().quality == .measured)
    }
}
