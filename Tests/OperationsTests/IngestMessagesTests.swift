import GridModel
import Operations
import Persistence
import Testing

@Suite struct IngestMessagesTests {
    let city: SmallCity
    let noon: Timestamp

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        noon = try #require(Timestamp(iso8601: "2026-06-09T12:00:00Z"))
    }

    private func publish(_ payload: String) async throws -> BatchOutcome {
        let ingest = IngestMessages(
            database: city.database, scope: city.scope, batch: city.batches(IngestBacklog()),
            topics: [try #require(TopicTemplate("meters/{series}"))])
        return try await ingest(
            [IngestMessages.Message(topic: "meters/meter", payload: Array(payload.utf8))], source: "mqtt")
    }

    @Test func badItemsOfAnArrayAreNamedAndTheOthersStored() async throws {
        let outcome = try await publish(
            """
            [{"start": "2026-06-09T12:00:00Z", "value": 1}, {"start": "2026-06-09T13:00:00Z", "value": "2"}, 7,
             {"start": "noon", "value": 3}, {"value": 4}, {"start": "2026-06-09T14:00:00Z"},
             {"start": "2026-06-09T15:00:00Z", "value": -5}, {"start": "2026-06-09T16:00:00Z", "value": 6}]
            """)
        #expect((outcome.accepted, outcome.refused) == (2, 6))
        #expect(outcome.faults.map(\.field) == ["value", "payload", "start", "start", "value", "value"])
        #expect(outcome.faults.map { String($0.message.prefix(12)) } == (2...7).map { "Item \($0) of 8:" })
        #expect(outcome.faults.allSatisfy { $0.expected?.isEmpty == false })
        _ = try await city.compaction()()
        let stored = try await city.queries.readings(city.meter.id, from: noon, to: nil, points: 100)
        #expect(stored?.readings.map(\.value) == [1, 6])
    }

    @Test(arguments: ["null", "true", "\"text\"", "[", "[]", "{}", "[null]", ""])
    func whatIsNoReadingSaysWhatWouldBe(payload: String) async throws {
        let outcome = try await publish(payload)
        #expect((outcome.accepted, outcome.refused) == (0, 1))
        let fault = try #require(outcome.faults.first)
        #expect(!fault.message.isEmpty && fault.expected?.isEmpty == false)
        #expect(["payload", "value", "start"].contains(fault.field))
    }
}
