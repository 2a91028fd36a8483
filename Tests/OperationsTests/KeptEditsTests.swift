import GridModel
import Operations
import Persistence
import Telemetry
import Testing

/// What becomes of an edit when readings come in for its interval again.
@Suite struct KeptEditsTests {
    let city: SmallCity
    let start: Timestamp

    init() async throws {
        city = try await SmallCity(now: "2026-06-15T00:00:00Z")
        start = city.clock.now - 86_400
        try await send([1, 2, 3])
    }

    private var edits: EditReadings {
        EditReadings(
            database: city.database, scope: city.scope, calendar: LoadCalendar(city: city.calendar),
            clock: city.clock.city)
    }

    @discardableResult
    private func send(_ values: [Double], hour: Int64 = 0) async throws -> IngestReceipt {
        try await city.send(city.meter, from: (start + hour * 3600).iso8601, values)
    }

    @discardableResult
    private func edit(hour: Int64, _ value: Double) async throws -> EditRecord {
        let change = EditRequest.Change.values([EditValue(start: start + hour * 3600, value: value)])
        let request = EditRequest(series: city.meter.id, change: change, reason: "Read on site.", actor: .tester)
        return try #require(try await edits.edit(request, isPreview: false)?.edit)
    }

    private func stored() async throws -> [Reading] {
        try #require(
            try await city.queries.readings(city.meter.id, from: start, to: city.clock.now, points: 5000)
        ).readings
    }

    private func revisionCount() async throws -> Int {
        try await city.database.read(city.scope) { [meter = city.meter] in
            try RevisionRepository($0).revisions(of: meter.id, limit: 100).count
        }
    }

    @Test func whatAnEditReplacedChangesNothingWhenItIsSentAgain() async throws {
        try await edit(hour: 1, 9)
        let revisions = try await revisionCount()
        let receipt = try await send([1, 2, 3, 4])
        #expect((receipt.inserted, receipt.unchanged, receipt.revised) == (1, 3, 0))
        #expect(try await stored().map(\.value) == [1, 9, 3, 4])
        #expect(try await stored().map(\.quality) == [.measured, .edited, .measured, .measured])
        #expect(try await revisionCount() == revisions)
    }

    @Test func anotherValueReplacesAnEdit() async throws {
        try await edit(hour: 1, 9)
        #expect(try await send([2.5], hour: 1).revised == 1)
        #expect(try await stored().map(\.value) == [1, 2.5, 3])
        // The edit is gone: what was before it is a value like any other.
        #expect(try await send([2], hour: 1).revised == 1)
        #expect(try await stored().map(\.value) == [1, 2, 3])
    }

    @Test func theHighRateDoorsKeepEditsToo() async throws {
        try await edit(hour: 1, 9)
        try await edit(hour: 2, 8)
        let backlog = IngestBacklog()
        let readings = [1, 2, 3.5].enumerated().map {
            city.reading(city.meter, start + Int64($0.offset) * 3600, $0.element)
        }
        _ = try await city.batches(backlog)(readings, source: "lines")
        let receipt = try #require(try await city.compaction(backlog)())
        #expect((receipt.unchanged, receipt.revised) == (2, 1))
        #expect(try await stored().map(\.value) == [1, 9, 3.5])
    }

    @Test func anEditOfAnEditIsKeptFromTheReadingBelowThemBoth() async throws {
        try await edit(hour: 1, 9)
        try await edit(hour: 1, 8)
        #expect(try await send([2], hour: 1).unchanged == 1)
        #expect(try await stored().map(\.value) == [1, 8, 3])
    }

    @Test func whatReplacedAnEditIsWhatTheNextEditIsKeptFrom() async throws {
        try await edit(hour: 1, 9)
        try await send([7], hour: 1)
        try await edit(hour: 1, 6)
        #expect(try await send([7], hour: 1).unchanged == 1)
        #expect(try await stored().map(\.value) == [1, 6, 3])
        #expect(try await send([2], hour: 1).revised == 1)
        #expect(try await stored().map(\.value) == [1, 2, 3])
    }

    @Test func anEditThatWasTakenBackIsKeptNoMore() async throws {
        let made = try await edit(hour: 1, 9)
        _ = try await edits.revert(made.id, reason: "Not so.", by: .tester)
        #expect(try await stored().map(\.value) == [1, 2, 3])
        #expect(try await stored()[1].quality == .measured)
        #expect(try await send([2], hour: 1).unchanged == 1)
        #expect(try await send([9], hour: 1).revised == 1)
    }

    @Test func aReadingReplacesWhatWasPutWhereThereWasNone() async throws {
        try await edit(hour: 5, 4)
        #expect(try await send([6], hour: 5).revised == 1)
        #expect(try await stored().last == Reading(start: start + 5 * 3600, value: 6))
    }

    @Test func whatCameInAsEditedFromElsewhereIsNoEditOfOurs() async throws {
        let foreign = Reading(start: start + 3600, value: 9, quality: .edited)
        _ = try await city.ingest(
            [IncomingReading(target: .number(city.meter.id), reading: foreign)], source: "another system")
        #expect(try await stored().map(\.value) == [1, 9, 3])
        #expect(try await send([2], hour: 1).revised == 1)
    }
}
