import GridModel
import Operations
import Persistence
import Telemetry
import Testing

@Suite struct IngestReadingsTests {
    let city: SmallCity
    let noon: Timestamp

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        noon = try #require(Timestamp(iso8601: "2026-06-09T12:00:00Z"))
    }

    @Test func lateAndDisorderedReadingsServeInOrderOfTime() async throws {
        let hours: [Int64] = [3, 1, 2, -5000, 0]
        let receipt = try await city.ingest(
            hours.map { city.reading(city.meter, noon + $0 * 3600, Double($0) + 5000) }, source: "test")
        #expect(receipt.received == 5)
        #expect(receipt.inserted == 5)
        let window = try #require(
            try await city.queries.readings(city.meter.id, from: noon - 6000 * 3600, to: nil, points: 10_000))
        #expect(window.readings.map(\.start) == hours.sorted().map { noon + $0 * 3600 })
        #expect(window.readings.map(\.value) == [0, 5000, 5001, 5002, 5003])
    }

    @Test func extremesOfAValueServeBitByBit() async throws {
        let values = [-0.0, .leastNonzeroMagnitude, 1e9, 0.1 + 0.2]
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", values)
        let window = try await city.queries.readings(city.meter.id, from: noon, to: nil, points: 100)
        #expect(window?.readings.map(\.value.bitPattern) == values.map(\.bitPattern))
    }

    @Test func duplicateIsUnchangedAndNoRevision() async throws {
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [1, 2])
        let again = try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [1, 2, 3])
        #expect(again.unchanged == 2)
        #expect(again.inserted == 1)
        #expect(again.revised == 0)
        #expect(try await revisions().isEmpty)
        #expect(try await city.totalReadings() == 3)
    }

    @Test func conflictingReadingServesTheNewValueAndRecordsTheOld() async throws {
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [1], source: "meter head")
        let receipt = try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [4], source: "billing")
        #expect(receipt.revised == 1)
        #expect(receipt.revisions == [RevisionRecord(series: city.meter.id, start: noon, old: 1, new: 4)])
        city.clock.now = city.clock.now + 60
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [9], source: "audit")
        let stored = try await revisions()
        #expect(stored.map(\.revision.oldValue) == [1, 4])
        #expect(stored.map(\.revision.newValue) == [4, 9])
        #expect(stored.map(\.source) == ["billing", "audit"])
        #expect(stored.map(\.number) == [1, 2])
        #expect(stored.map(\.revisedAt) == [city.clock.now - 60, city.clock.now])
        let window = try await city.queries.readings(city.meter.id, from: noon, to: nil, points: 100)
        #expect(window?.readings.map(\.value) == [9])
    }

    @Test func latestIsTheGreatestStartNotTheLastToArrive() async throws {
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [7])
        try await city.send(city.meter, from: "2026-06-09T03:00:00Z", [2])
        try await city.send(city.meter, from: "2026-01-09T03:00:00Z", [3])
        let latest = try await city.database.read(city.scope) { [meter = city.meter.id] in
            try ReadingBlockRepository($0).latest(of: meter)
        }
        #expect(latest == Reading(start: noon, value: 7))
        #expect(try await city.queries.series(city.meter.id)?.lastReadingAt == noon)
    }

    @Test func refusalNamesEveryFaultAndStoresNothing() async throws {
        let batch = [
            city.reading(city.meter, noon, 1),
            IncomingReading(target: .number(SeriesID(999)), reading: Reading(start: noon, value: 1)),
            IncomingReading(target: .externalName("nobody"), reading: Reading(start: noon, value: 1)),
            city.reading(city.meter, noon, .nan),
            city.reading(city.thermometer, noon, 66),
            city.reading(city.meter, noon + 1, 1),
            city.reading(city.meter, city.clock.now, 1),
            city.reading(city.load, noon, 1),
            IncomingReading(target: .externalName("Z.netLoad"), reading: Reading(start: noon + 1, value: .infinity)),
            city.reading(city.solar, noon, 2),
        ]
        let refusal = try #require(
            await #expect(throws: IngestRefusal.self) {
                try await city.ingest(batch, source: "test")
            })
        #expect(
            refusal.faults.map { "\($0.index) \($0.field)" } == [
                "1 seriesId", "2 series", "3 value", "4 value", "5 start", "6 start", "7 seriesId", "8 series",
                "8 start",
                "8 value",
            ])
        #expect(refusal.faults.allSatisfy { !$0.message.isEmpty && $0.expected?.isEmpty == false })
        #expect(try await city.totalReadings() == 0)
        #expect(try await city.staleSeries() == [])
    }

    @Test func refusalStopsAtTheFaultsItNames() async throws {
        let refusal = try #require(
            await #expect(throws: IngestRefusal.self) {
                try await city.ingest((0..<500).map { _ in city.reading(city.meter, noon, .nan) }, source: "test")
            })
        #expect(refusal.faults.count == IngestReadings.faultsNamed)
    }

    @Test func refusesReadingFromAnotherTenant() async throws {
        let other = try await city.database.writeUnscoped {
            try TenantDirectory($0).create(
                code: "other", name: "Other", timeZone: "UTC", locale: "en-US", currency: "USD", at: .epoch)
        }
        let theirs = IngestReadings(
            database: city.database, scope: TenantScope(tenant: other.id), clock: city.clock.city)
        let refusal = try #require(
            await #expect(throws: IngestRefusal.self) {
                try await theirs([city.reading(city.meter, noon, 1)], source: "test")
            })
        #expect(refusal.faults.map(\.field) == ["seriesId"])
        #expect(try await city.totalReadings() == 0)
    }

    private func revisions() async throws -> [StoredRevision] {
        try await city.database.read(city.scope) { [meter = city.meter.id, noon] in
            try RevisionRepository($0).revisions(
                of: meter, from: noon, to: noon + 3600, limit: 10)
        }
    }
}
