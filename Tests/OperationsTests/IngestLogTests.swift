import GridModel
import Operations
import Persistence
import Telemetry
import Testing

@Suite struct IngestLogTests {
    let city: SmallCity
    let noon: Timestamp
    let backlog = IngestBacklog()

    private struct Killed: Error {}

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        noon = try #require(Timestamp(iso8601: "2026-06-09T12:00:00Z"))
    }

    private func reading(_ series: Series, _ value: Double, hour: Int64 = 0) -> IncomingReading {
        city.reading(series, noon + hour * 3600, value)
    }

    private func values(of series: Series) async throws -> [Double] {
        try #require(
            try await city.queries.readings(series.id, from: noon - 400 * 86_400, to: nil, points: 100)
        ).readings.map(\.value)
    }

    private func revisions(of series: Series) async throws -> [StoredRevision] {
        try await city.database.read(city.scope) {
            try RevisionRepository($0).revisions(of: series.id, limit: 100)
        }
    }

    private func standing() async throws -> IngestLogStanding {
        try await city.database.read(city.scope) { try IngestLogRepository($0).standing() }
    }

    @Test func whatIsCompactedIsWhatWasAccepted() async throws {
        let ingest = city.batches(backlog)
        _ = try await ingest([reading(city.meter, 1), reading(city.solar, 2)], source: "a")
        _ = try await ingest([reading(city.meter, 3, hour: 1), reading(city.meter, 4, hour: -9000)], source: "b")
        #expect(backlog.standing.readings == 4)
        #expect(try await values(of: city.meter) == [])
        let receipt = try #require(try await city.compaction(backlog)())
        #expect((receipt.received, receipt.inserted, receipt.revised) == (4, 4, 0))
        #expect(try await values(of: city.meter) == [4, 1, 3])
        #expect(try await values(of: city.solar) == [2])
        #expect(Set(try await city.staleSeries()) == [city.meter.id, city.solar.id])
        #expect(try await city.totalReadings() == 4)
        #expect(try await standing() == IngestLogStanding(batches: 0, readings: 0, bytes: 0, oldestMicroseconds: nil))
        #expect(backlog.standing.readings == 0)
        #expect(try await city.compaction(backlog)() == nil)
    }

    @Test func revisionsAreThoseThatSingleStoresWouldHaveMade() async throws {
        let ingest = city.batches(backlog)
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [1], source: "first")
        for (value, source) in [(2.0, "second"), (2.0, "third"), (5.0, "fourth")] {
            city.clock.now = city.clock.now + 60
            _ = try await ingest([reading(city.meter, value)], source: source)
        }
        city.clock.now = city.clock.now + 3600
        let receipt = try #require(try await city.compaction(backlog)())
        #expect((receipt.inserted, receipt.unchanged, receipt.revised) == (0, 1, 2))
        let stored = try await revisions(of: city.meter)
        #expect(stored.map(\.revision.oldValue) == [1, 2])
        #expect(stored.map(\.revision.newValue) == [2, 5])
        #expect(stored.map(\.source) == ["second", "fourth"])
        #expect(stored.map(\.revisedAt) == [city.clock.now - 3600 - 120, city.clock.now - 3600])
        #expect(try await values(of: city.meter) == [5])
        #expect(try await city.totalReadings() == 1)
    }

    @Test func aCompactionThatWasKilledGoesOnWhereItWas() async throws {
        let ingest = city.batches(backlog)
        let all = [city.meter, city.solar, city.thermometer]
        for value in [1.0, 2.0] { _ = try await ingest(all.map { reading($0, value) }, source: "\(value)") }
        for _ in 0..<2 {
            await #expect(throws: Killed.self) {
                try await city.compaction(backlog, seriesAtOnce: 1)() { _ in throw Killed() }
            }
        }
        // What came after the compaction began is not part of it.
        _ = try await ingest(all.map { reading($0, 3) }, source: "late")
        #expect(try await standing().batches == 3)
        while try await city.compaction(IngestBacklog(), seriesAtOnce: 1)() != nil {}
        #expect(try await standing().batches == 0)
        for series in all {
            #expect(try await values(of: series) == [3])
            // Each replacement once: nothing was applied twice.
            #expect(try await revisions(of: series).map(\.revision.newValue) == [2, 3])
        }
    }

    @Test func aDoorThatMergesAtOnceComesAfterWhatWasAcceptedBefore() async throws {
        let ingest = city.batches(backlog)
        _ = try await ingest([reading(city.meter, 1), reading(city.solar, 9)], source: "log")
        let receipt = try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [2], source: "api")
        #expect(receipt.revised == 1)
        #expect(try await standing().batches == 0)
        #expect(try await city.compaction(backlog)() == nil)
        #expect(try await values(of: city.meter) == [2])
        #expect(try await values(of: city.solar) == [9])
        #expect(try await revisions(of: city.meter).map(\.source) == ["api"])
    }

    @Test func aDoorThatMergesAtOnceEndsACompactionUnderWay() async throws {
        let ingest = city.batches(backlog)
        _ = try await ingest([reading(city.meter, 1), reading(city.solar, 1)], source: "log")
        // Between the first slice and the second, which notices and stops.
        _ = try await city.compaction(backlog, seriesAtOnce: 1)() { [city] _ in
            try await city.send(city.solar, from: "2026-06-09T12:00:00Z", [7], source: "api")
        }
        #expect(try await standing().batches == 0)
        #expect(try await values(of: city.meter) == [1])
        #expect(try await values(of: city.solar) == [7])
        #expect(try await revisions(of: city.solar).map(\.revision.newValue) == [7])
    }

    @Test func batchesAreAppliedInTheOrderTheyWereAcceptedWhateverTheClockSays() async throws {
        for (wall, value) in [(2_000_000, 1.0), (1_000_000, 2.0), (500_000, 3.0)] as [(Int64, Double)] {
            try await city.database.append(city.scope) { [city, noon] session in
                var batch = ReadingBatch()
                batch.append(city.meter.id, Reading(start: noon, value: value))
                _ = try IngestLogRepository(session).append(
                    batch, source: "test", acceptedAt: noon, wallMicroseconds: wall, salt: 0)
            }
        }
        _ = try await city.compaction()()
        #expect(try await values(of: city.meter) == [3])
    }

    @Test func aBatchThatNoLongerDecodesIsSetAsideAndTheOthersGoOn() async throws {
        let ingest = city.batches(backlog)
        _ = try await ingest([reading(city.meter, 1)], source: "a")
        _ = try await city.database.write(city.scope) {
            try $0.connection.run("UPDATE ingest_log SET payload = $1", [[UInt8](repeating: 1, count: 40).sql])
        }
        _ = try await ingest([reading(city.meter, 2, hour: 1)], source: "b")
        await #expect(throws: DamagedBatch.self) { _ = try await city.compaction(backlog)() }
        _ = try await city.compaction(backlog)()
        #expect(try await values(of: city.meter) == [2])
        #expect(
            try await city.database.read(city.scope) {
                try $0.connection.firstRow("SELECT COUNT(*) FROM damaged_batches") { $0.int(0) }
            } == 1)
    }

    @Test func manySeriesEndUpAsByTheOtherDoor() async throws {
        let (database, scope) = (city.database, city.scope)
        let series = try await database.write(scope) { [city] session in
            try (0..<700).map { number in
                try SeriesRepository(session).insert(
                    externalName: "m\(number)", name: "m\(number)", subject: .zone(city.zone), zone: nil,
                    quantity: .activeEnergyImport, intervalSeconds: [900, 3600, 86_400][number % 3], isDerived: false)
            }
        }
        var random = SystemRandomNumberGenerator()
        let midnight = noon - 43_200
        var sent: [SeriesID: [Timestamp: Double]] = [:]
        let ingest = city.batches(backlog)
        for round in 0..<3 {
            var batch: [IncomingReading] = []
            for one in series {
                let start = midnight - Int64.random(in: 0..<40, using: &random) * one.intervalSeconds
                let value = Double(Int.random(in: 0..<1000, using: &random))
                sent[one.id, default: [:]][start] = value
                batch.append(city.reading(one, start, value))
            }
            _ = try await ingest(batch.shuffled(), source: "round \(round)")
            if round == 0 { _ = try await city.compaction(backlog, seriesAtOnce: 150)() }
        }
        _ = try await city.compaction(backlog, seriesAtOnce: 150)()
        try await database.read(scope) { [sent] session in
            for one in series {
                var found: [Timestamp: Double] = [:]
                let blocks = ReadingBlockRepository(session)
                try blocks.forEachBlock(
                    of: one.id, intervalSeconds: one.intervalSeconds,
                    in: TimeSpan(start: midnight - 100 * 86_400, end: midnight + 86_400)
                ) { for reading in $0.readings { found[reading.start] = reading.value } }
                #expect(found == sent[one.id])
                let extent = try blocks.extent(of: one.id)
                #expect(extent?.count == found.count)
                #expect(extent?.first == found.keys.min() && extent?.last == found.keys.max())
            }
        }
    }
}
