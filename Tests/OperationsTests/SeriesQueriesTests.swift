import GridModel
import Operations
import Persistence
import Testing

@Suite struct SeriesQueriesTests {
    let city: SmallCity

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
    }

    @Test func downsamplingKeepsTheExtremesAndTheSummaryOfAll() async throws {
        var values = (0..<2000).map { 50 + 10 * Double($0 % 24) / 24 }
        values[777] = 900
        values[1234] = 0.25
        let start = try #require(Timestamp(iso8601: "2026-03-01T00:00:00Z"))
        try await city.send(city.meter, from: "2026-03-01T00:00:00Z", values)
        let window = try #require(
            try await city.queries.readings(city.meter.id, from: start, to: start + 2000 * 3600, points: 100))
        #expect(window.isDownsampled)
        #expect(window.sourceCount == 2000)
        #expect(window.readings.count < 2000)
        #expect(window.readings.contains(Reading(start: start + 777 * 3600, value: 900)))
        #expect(window.readings.contains(Reading(start: start + 1234 * 3600, value: 0.25)))
        #expect(zip(window.readings, window.readings.dropFirst()).allSatisfy { $0.start < $1.start })
        #expect(window.summary.maximum == 900)
        #expect(window.summary.minimum == 0.25)
        #expect(window.summary.last == values.last)
        let sum = try #require(window.summary.sum)
        #expect(abs(sum - values.reduce(0, +)) < 1e-6)
        #expect(window.gaps == [])
        let least = try #require(
            try await city.queries.readings(city.meter.id, from: start, to: start + 2000 * 3600, points: 4))
        #expect(least.readings.count == 4)
    }

    @Test func gapsAreListedAndTheRunningHourIsNone() async throws {
        let start = try #require(Timestamp(iso8601: "2026-06-09T00:00:00Z"))
        try await city.send(city.meter, from: "2026-06-09T00:00:00Z", [1, 2])
        try await city.send(city.meter, from: "2026-06-09T05:00:00Z", Array(repeating: 3, count: 19))
        city.clock.now = city.clock.now + 1800
        let window = try #require(
            try await city.queries.readings(city.meter.id, from: start, to: start + 2 * 86_400, points: 1000))
        let missing = TimeSpan(start: start + 2 * 3600, end: start + 5 * 3600)
        #expect(window.gaps == [ReadingGap(span: missing, missing: 3)])
        #expect(!window.isDownsampled)
        #expect(window.readings.count == 21)
    }

    @Test func derivedSeriesIsServedFromItsCompleteHours() async throws {
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5, 6, 7])
        try await city.send(city.solar, from: "2026-06-09T12:00:00Z", [1, 2])
        let noon = try #require(Timestamp(iso8601: "2026-06-09T12:00:00Z"))
        let before = try await city.queries.readings(city.load.id, from: noon, to: noon + 3 * 3600, points: 100)
        #expect(before?.readings == [])
        try await city.rollups()
        let window = try #require(
            try await city.queries.readings(city.load.id, from: noon, to: noon + 3 * 3600, points: 100))
        #expect(
            window.readings == [
                Reading(start: noon, value: 4, quality: .calculated),
                Reading(start: noon + 3600, value: 4, quality: .calculated),
            ])
        #expect(window.gaps.map(\.missing) == [1])
        #expect(window.summary.sum == nil)
        #expect(try await city.queries.series(city.load.id)?.readingCount == 2)
    }

    @Test func whatThereIsOfASeriesIsWhatItsBlocksHold() async throws {
        try await city.send(city.meter, from: "2026-06-05T00:00:00Z", Array(repeating: 1, count: 40))
        try await city.send(city.meter, from: "2026-06-06T00:00:00Z", Array(repeating: 2, count: 40))
        try await city.send(city.meter, from: "2026-04-01T00:00:00Z", [1, 2, 3])
        try await city.send(city.meter, from: "2026-04-01T00:00:00Z", [1, 2, 3])
        try await city.send(city.solar, from: "2026-06-05T00:00:00Z", [1])
        let held = try await city.database.readUnscoped { connection in
            try connection.rows(
                """
                SELECT series_id, SUM(reading_count), MIN(first_start), MAX(last_start) FROM reading_blocks
                GROUP BY series_id ORDER BY series_id
                """
            ) { [$0.integer(0), $0.integer(1), $0.integer(2), $0.integer(3)] }
        }
        let all = SeriesFilter(assetKind: nil, assetID: nil, zone: nil, quantity: nil)
        let listed = try await city.queries.list(all, after: nil, limit: 100)
        let shown = listed.compactMap { found in
            found.firstReadingAt.map {
                [
                    found.series.id.rawValue, Int64(found.readingCount), $0.secondsSinceEpoch,
                    found.lastReadingAt?.secondsSinceEpoch ?? 0,
                ]
            }
        }
        #expect(held.map { $0[1] } == [67, 1])
        #expect(shown == held)
        #expect(try await city.queries.series(city.meter.id) == listed.first)
        #expect(try await city.totalReadings() == 68)
        #expect(listed.map(\.assetName) == ["meter", "solar", "F", "Centre"])
    }

    @Test func revisionsGoOnWhereThePageBeforeEnded() async throws {
        let noon = try #require(Timestamp(iso8601: "2026-06-09T12:00:00Z"))
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [1, 2])
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [3, 4], source: "second")
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5], source: "third")
        let queries = RevisionQueries(database: city.database, scope: city.scope)
        let all = RevisionWindow(series: city.meter.id, from: nil, to: nil)
        let first = try #require(try await queries.list(all, after: nil, limit: 2))
        let rest = try #require(
            try await queries.list(all, after: RevisionPosition(start: noon, number: 2), limit: 2))
        #expect(first.map(\.number) == [1, 2])
        #expect(first.map(\.oldValue) == [1, 3] && first.map(\.newValue) == [3, 5])
        #expect(rest.map(\.start) == [noon + 3600])
        #expect((first + rest).map(\.source) == ["second", "third", "second"])
        let later = RevisionWindow(series: city.meter.id, from: noon + 1, to: noon + 7200)
        #expect(try await queries.list(later, after: nil, limit: 10) == rest)
        let unknown = RevisionWindow(series: SeriesID(99), from: nil, to: nil)
        #expect(try await queries.list(unknown, after: nil, limit: 10) == nil)
    }

    @Test func seriesThatIsNotThereHasNoReadings() async throws {
        #expect(try await city.queries.readings(SeriesID(999), from: nil, to: nil, points: 10) == nil)
        #expect(try await city.queries.series(SeriesID(999)) == nil)
    }

    @Test func listFiltersAndContinuesAfterAnId() async throws {
        let all = SeriesFilter(assetKind: nil, assetID: nil, zone: nil, quantity: nil)
        let first = try await city.queries.list(all, after: nil, limit: 3)
        let rest = try await city.queries.list(all, after: first.last?.series.id, limit: 3)
        #expect((first + rest).map(\.series) == [city.meter, city.solar, city.thermometer, city.load])
        let zones = SeriesFilter(assetKind: nil, assetID: nil, zone: city.zone, quantity: .activeEnergyExport)
        #expect(try await city.queries.list(zones, after: nil, limit: 10).map(\.series) == [city.solar])
    }
}
