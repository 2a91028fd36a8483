package import GridModel
import Interchange
package import Persistence

/// The use case behind doors that get messages under topics: each message is a reading or several.
package struct IngestMessages: Sendable {
    /// A message, whatever brought it.
    package struct Message: Hashable, Sendable {
        package let topic: String
        package let payload: [UInt8]

        package init(topic: String, payload: [UInt8]) {
            self.topic = topic
            self.payload = payload
        }
    }

    private let database: any Database
    private let scope: TenantScope
    private let batch: IngestBatch
    private let topics: [TopicTemplate]

    /// - Parameter topics: of several that fit a topic the first counts.
    package init(database: any Database, scope: TenantScope, batch: IngestBatch, topics: [TopicTemplate]) {
        self.database = database
        self.scope = scope
        self.batch = batch
        self.topics = topics
    }

    /// - Returns: faults by message.
    /// - Throws: what `IngestBatch` throws; then no message may be acknowledged.
    package func callAsFunction(_ messages: [Message], source: String) async throws -> BatchOutcome {
        let settings = try await database.read(scope) { try IngestSettings.stored($0) }
        let lines = LineMapping(
            templates: settings.lineSeries.compactMap { SeriesTemplate($0) }, precision: .nanoseconds)
        var draft = try await batch.draft()
        for (index, message) in messages.enumerated() {
            guard let places = topics.lazy.compactMap({ $0.places(in: message.topic) }).first else {
                draft.refuse(
                    at: index, "topic", "Nothing says what “\(message.topic.prefix(100))” is about.",
                    expected: topics.map(\.filter).joined(separator: " or "))
                continue
            }
            let payload = MessagePayload(message.payload)
            switch payload {
            case .lines(let bytes):
                draft = bytes.withUnsafeBufferPointer { [draft] in lines.read($0, into: draft, index: index) }
            case .readings(let items):
                for (number, item) in items.enumerated() {
                    draft.place = items.count > 1 ? "Item \(number + 1) of \(items.count): " : ""
                    switch item {
                    case .success(let item): add(item, places, to: &draft, at: index)
                    case .failure(let fault):
                        draft.refuse(at: index, fault.field, fault.message, expected: fault.expected)
                    }
                }
                draft.place = ""
            case .unreadable(let fault):
                draft.refuse(at: index, "payload", fault, expected: MessagePayload.expected)
            }
        }
        return try await batch.store(draft, source: source)
    }

    private func add(
        _ item: MessagePayload.Item, _ places: [String: String], to draft: inout BatchDraft, at index: Int
    ) {
        let meter = places["series"] ?? places["meter"] ?? item.series
        guard let meter, !meter.isEmpty else {
            return draft.refuse(
                at: index, "series", "Neither the topic nor the message names a series.",
                expected: "{series} in the topic or a member series")
        }
        guard let start = item.start ?? places["start"].flatMap(MessagePayload.start) else {
            return draft.refuse(
                at: index, "start", "Neither the message nor the topic says when the interval starts.",
                expected: "start as ISO 8601 or seconds since 1970")
        }
        guard let quality = item.quality.map({ Quality(name: $0) }) ?? .measured else {
            return draft.refuse(
                at: index, "quality", "The quality is not known.",
                expected: Quality.allCases.map(\.name).joined(separator: ", "))
        }
        var name = places["field"].map { "\(meter).\($0)" } ?? meter
        name.withUTF8 { name in
            draft.add(name, Reading(start: start, value: item.value, quality: quality), at: index) {
                SeriesProposal(meter: meter, field: places["field"])
            }
        }
    }
}
