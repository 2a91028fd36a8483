import DatabaseTesting
import Foundation
import GridModel
import Operations
import Persistence
import Telemetry
import Testing

/// Several values for one interval in one delivery: the last serves, and none of the others is lost, by any door.
@Suite struct ContradictionTests {
    let city: SmallCity
    let noon: Timestamp

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        noon = try #require(Timestamp(iso8601: "2026-06-09T12:00:00Z"))
    }

    /// Of the interval at noon 1, 7, 7 and 4; a month later and earlier one each, so that blocks differ.
    private var delivery: [IncomingReading] {
        let readings: [(Timestamp, Double)] = [
            (noon, 1), (noon - 40 * 86_400, 3), (noon, 7), (noon, 7), (noon - 3600, 5), (noon, 4),
        ]
        return readings.map { city.reading(city.meter, $0.0, $0.1) }
    }

    private func stored() async throws -> (values: [Double], revisions: [StoredRevision]) {
        let window = try #require(
            try await city.queries.readings(
                city.meter.id, from: noon - 50 * 86_400, to: city.clock.now, points: 5000))
        let revisions = try await city.database.read(city.scope) { [city] in
            try RevisionRepository($0).revisions(of: city.meter.id, limit: 100)
        }
        return (window.readings.map(\.value), revisions)
    }

    private func expectAllKept(source: String) async throws {
        let (values, revisions) = try await stored()
        #expect(values == [3, 5, 4])
        #expect(revisions.map(\.revision.start) == [noon, noon])
        #expect(revisions.map(\.revision.oldValue) == [1, 7])
        #expect(revisions.map(\.revision.newValue) == [7, 4])
        #expect(revisions.allSatisfy { $0.source == source })
    }

    @Test func ofSingleReadings() async throws {
        let receipt = try await city.ingest(delivery, source: "head-end")
        #expect((receipt.received, receipt.inserted, receipt.unchanged, receipt.revised) == (6, 3, 1, 2))
        #expect(receipt.revisions.map(\.old) == [1, 7])
        try await expectAllKept(source: "head-end")
    }

    @Test func ofABatch() async throws {
        let outcome = try await city.batches(IngestBacklog())(delivery, source: "gateway")
        #expect(outcome.accepted == 6)
        let receipt = try #require(try await city.compaction()())
        #expect((receipt.inserted, receipt.revised) == (3, 2))
        try await expectAllKept(source: "gateway")
    }

    @Test func ofLineProtocol() async throws {
        let text = delivery.map { item in
            "load,series=meter value=\(item.reading.value) \(item.reading.start.secondsSinceEpoch)"
        }
        let lines = IngestLines(database: city.database, scope: city.scope, batch: city.batches(IngestBacklog()))
        _ = try await lines(
            LineBody(bytes: Array(text.joined(separator: "\n").utf8), isGzip: false, precision: .s, source: "gateway"))
        _ = try await city.compaction()()
        try await expectAllKept(source: "gateway")
    }

    @Test func ofAFile() async throws {
        let rows = delivery.map { "\($0.reading.start.iso8601),meter,\($0.reading.value)\n" }
        let path = city.temporary.directory.appending(path: "readings.csv").path
        try Data(("time,name,kwh\n" + rows.joined()).utf8).write(to: URL(filePath: path))
        let outcome = try await ImportReadings(database: city.database, scope: city.scope)(
            path, ReadingsColumns(start: "time", layout: .long(series: "name", value: "kwh", quality: nil)),
            now: city.clock.now, dryRun: false, by: .tester, progress: { _ in })
        #expect(outcome.receipt?.revised == 2)
        try await expectAllKept(source: "import")
    }

    @Test func ofColumns() async throws {
        try await IngestColumns(database: city.database, scope: city.scope)(now: city.clock.now, source: "grid") {
            [city, delivery] load in
            for item in delivery {
                try load.add(
                    ReadingColumn(
                        start: item.reading.start, intervalSeconds: 3600, values: [item.reading.value]),
                    to: city.meter.id)
            }
        }
        try await expectAllKept(source: "grid")
    }

    @Test func anEditThatTheFirstOfThemReplacesIsGone() async throws {
        try await city.send(city.meter, from: noon.iso8601, [1])
        let edits = EditReadings(
            database: city.database, scope: city.scope, calendar: LoadCalendar(city: city.calendar),
            clock: city.clock.city)
        _ = try await edits.edit(
            EditRequest(
                series: city.meter.id, change: .values([EditValue(start: noon, value: 9)]), reason: "Read on site.",
                actor: .tester), isPreview: false)
        // 1 repeats what the edit replaced; 7 is news; 4 contradicts it.
        let receipt = try await city.ingest(
            [1, 7, 4].map { city.reading(city.meter, noon, $0) }, source: "head-end")
        #expect((receipt.unchanged, receipt.revised) == (1, 2))
        #expect(receipt.revisions.map(\.old) == [9, 7])
    }
}
