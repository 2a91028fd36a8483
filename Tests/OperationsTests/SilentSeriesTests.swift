import GridModel
import Operations
import Persistence
import Testing

/// A series that stops reporting is a finding of its own, as nothing follows it.
@Suite struct SilentSeriesTests {
    let city: SmallCity
    let start: Timestamp

    init() async throws {
        city = try await SmallCity(now: "2026-06-15T00:00:00Z")
        start = city.clock.now - 10 * 86_400
        // The meter reports to the end, the plant for five days.
        try await city.send(city.meter, from: start.iso8601, (0..<240).map { 1 + Double($0 % 7) })
        try await city.send(city.solar, from: start.iso8601, (0..<120).map { 1 + Double($0 % 5) })
        // Too few to be regular, and long ago.
        try await city.send(city.thermometer, from: start.iso8601, [10, 11, 12])
    }

    private var silence: FindSilentSeries {
        FindSilentSeries(database: city.database, scope: city.scope, clock: city.clock.city)
    }

    private func found() async throws -> [FindingRecord] {
        let filter = FindingFilter(zone: nil, series: nil, kind: .silence, state: nil, from: nil, to: nil)
        return try await FindingQueries(database: city.database, scope: city.scope, clock: city.clock.city).list(
            filter, after: nil, limit: 100)
    }

    @Test func isFoundOnceAndGrows() async throws {
        try await silence()
        let finding = try #require(try await found().first)
        #expect(try await found().count == 1)
        #expect(finding.series == city.solar.id && finding.state == "open" && finding.rule == "silence")
        #expect(finding.span == TimeSpan(start: start + 5 * 86_400, end: city.clock.now))
        #expect(finding.value == 120 && finding.limit == 48)
        city.clock.now = city.clock.now + 2 * 3600
        try await silence()
        let later = try await found()
        #expect(later.map(\.id) == [finding.id])
        #expect(later.first?.value == 122)
    }

    @Test func isResolvedWhenItReportsAgainAndFoundAnewWhenItStopsAgain() async throws {
        try await silence()
        // Late readings of the first silent day: it is silent still, from there on.
        try await city.send(city.solar, from: (start + 5 * 86_400).iso8601, (0..<24).map { 2 + Double($0) })
        try await silence()
        #expect(try await found().map(\.state) == ["open", "resolved"])
        #expect(try await found().first?.span.start == start + 6 * 86_400)
        try await city.send(city.solar, from: (city.clock.now - 3600).iso8601, [3])
        try await silence.close()
        #expect(try await found().map(\.state) == ["resolved", "resolved"])
        try await silence()
        #expect(try await found().count == 2)
        city.clock.now = city.clock.now + 3 * 86_400
        try await silence()
        let open = try await found().filter { $0.state == "open" }
        #expect(Set(open.map(\.series)) == [city.meter.id, city.solar.id])
    }

    @Test func whatIsDismissedStaysSoAndTheJudgingOfReadingsLeavesItAlone() async throws {
        try await silence()
        let id = try #require(try await found().first?.id)
        try await city.rollups()
        try await ValidateReadings(database: city.database, scope: city.scope, clock: city.clock.city)()
        #expect(try await found().map(\.state) == ["open"])
        let queries = FindingQueries(database: city.database, scope: city.scope, clock: city.clock.city)
        _ = try await queries.dismiss(id, note: "It was taken down.", by: .tester)
        city.clock.now = city.clock.now + 86_400
        try await silence()
        #expect(try await found().filter { $0.series == city.solar.id }.map(\.state) == ["dismissed"])
    }

    @Test func aSeriesRuleSaysHowLongIsTooLong() async throws {
        let rules = RuleQueries(database: city.database, scope: city.scope, clock: city.clock.city)
        _ = try await rules.set(
            [RuleRecord(kind: "silence", isEnabled: true, parameters: ["hours": 200])], for: .series(city.solar.id),
            by: .tester)
        try await silence()
        #expect(try await found().isEmpty)
        _ = try await rules.set(
            [RuleRecord(kind: "silence", isEnabled: true, parameters: ["hours": 24])], for: .series(city.solar.id),
            by: .tester)
        try await silence()
        #expect(try await found().map(\.state) == ["open"])
        _ = try await rules.set(
            [RuleRecord(kind: "silence", isEnabled: false, parameters: [:])], for: .series(city.solar.id), by: .tester)
        city.clock.now = city.clock.now + 2 * 3600
        try await silence()
        #expect(try await found().map(\.state) == ["resolved"])
    }
}
