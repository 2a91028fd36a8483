import GridModel

/// One item of a JSON message: a reading, or what it cannot be read for.
struct MessageItem: Decodable {
    let result: Result<MessagePayload.Item, MessagePayload.Fault>

    private enum Member: String, CodingKey {
        case series, start, value, quality
    }

    init(from decoder: any Decoder) throws {
        do throws(MessagePayload.Fault) {
            result = .success(try Self.item(decoder))
        } catch {
            result = .failure(error)
        }
    }

    private static func item(_ decoder: any Decoder) throws(MessagePayload.Fault) -> MessagePayload.Item {
        guard let members = try? decoder.container(keyedBy: Member.self) else {
            throw MessagePayload.Fault(
                field: "payload", message: "It is no object.",
                expected: #"{"start": "2026-11-23T09:00:00Z", "value": 1.5}"#)
        }
        return MessagePayload.Item(
            series: try text(.series, members, expected: "the name of a series as text"),
            start: try start(members), value: try value(members),
            quality: try text(
                .quality, members, expected: Quality.allCases.map(\.name).joined(separator: ", ")))
    }

    private static func value(
        _ members: KeyedDecodingContainer<Member>
    ) throws(MessagePayload.Fault) -> Double {
        guard members.contains(.value) else {
            throw MessagePayload.Fault(field: "value", message: "It has no value.", expected: "a number")
        }
        guard let value = try? members.decode(Double.self, forKey: .value) else {
            throw MessagePayload.Fault(
                field: "value", message: "The value is not a number.",
                expected: "a number, without quotation marks; leave out what is missing")
        }
        return value
    }

    private static func start(
        _ members: KeyedDecodingContainer<Member>
    ) throws(MessagePayload.Fault) -> Timestamp? {
        guard let isNull = try? members.decodeNil(forKey: .start), !isNull else { return nil }
        if let seconds = try? members.decode(Int64.self, forKey: .start) {
            return Timestamp(secondsSinceEpoch: seconds)
        }
        if let text = try? members.decode(String.self, forKey: .start), let start = MessagePayload.start(text) {
            return start
        }
        throw MessagePayload.Fault(
            field: "start", message: "The start is not a time.", expected: "ISO 8601 or whole seconds since 1970")
    }

    private static func text(
        _ member: Member, _ members: KeyedDecodingContainer<Member>, expected: String
    ) throws(MessagePayload.Fault) -> String? {
        guard let isNull = try? members.decodeNil(forKey: member), !isNull else { return nil }
        guard let text = try? members.decode(String.self, forKey: member) else {
            throw MessagePayload.Fault(field: member.rawValue, message: "It is not text.", expected: expected)
        }
        return text
    }
}
