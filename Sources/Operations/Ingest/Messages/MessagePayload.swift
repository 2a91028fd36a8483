import Foundation
import GridModel

/// What a message says: one JSON object or several in an array, a plain number, or line protocol.
enum MessagePayload {
    struct Item {
        var series: String?
        var start: Timestamp?
        var value: Double
        var quality: String?
    }

    /// What one item of a message cannot be read for.
    struct Fault: Error {
        let field: String
        let message: String
        let expected: String
    }

    /// Each by itself: an item that cannot be read does not keep the others from being stored.
    case readings([Result<Item, Fault>])
    case lines([UInt8])
    case unreadable(String)

    static let expected = """
        {"start": "2026-11-23T09:00:00Z", "value": 1.5}, an array of such, a number, or line protocol
        """
    private static let maximumBytes = 8 << 20
    private static let maximumItems = 100_000

    init(_ bytes: [UInt8]) {
        guard bytes.count <= Self.maximumBytes else {
            self = .unreadable("The message holds more than \(Self.maximumBytes) bytes.")
            return
        }
        guard let first = bytes.first(where: { !Self.blanks.contains($0) }) else {
            self = .unreadable("The message is empty.")
            return
        }
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["): self = Self.json(bytes)
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
            let text = String(decoding: bytes.filter { !Self.blanks.contains($0) }, as: UTF8.self)
            if let value = Double(text) {
                self = .readings([.success(Item(value: value))])
            } else {
                self = .unreadable("The message begins like a number and is none.")
            }
        default:
            if let name = Self.otherJSON(bytes) {
                self = .unreadable("The message is \(name), not a reading.")
            } else {
                self = .lines(bytes)
            }
        }
    }

    /// ISO 8601 or whole seconds since 1970.
    static func start(_ text: String) -> Timestamp? {
        Int64(text).map(Timestamp.init(secondsSinceEpoch:)) ?? Timestamp(iso8601: text)
    }

    private static let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]

    private static func json(_ bytes: [UInt8]) -> MessagePayload {
        let items: [MessageItem]
        do {
            items = try JSONDecoder().decode(OneOrMore.self, from: Data(bytes)).items
        } catch {
            return .unreadable("The message cannot be read as JSON.")
        }
        guard !items.isEmpty else { return .unreadable("The message holds no reading.") }
        guard items.count <= maximumItems else {
            return .unreadable("The message holds more than \(maximumItems) readings.")
        }
        return .readings(items.map(\.result))
    }

    /// What a payload is called that is JSON, but no object, array or number.
    private static func otherJSON(_ bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes.prefix(16), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if ["null", "true", "false"].contains(text) { return text }
        guard text.hasPrefix("\""), (try? JSONDecoder().decode(String.self, from: Data(bytes))) != nil else {
            return nil
        }
        return "a text"
    }

    private struct OneOrMore: Decodable {
        let items: [MessageItem]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            do {
                items = try container.decode([MessageItem].self)
            } catch DecodingError.typeMismatch(_, let context) where context.codingPath.isEmpty {
                items = [try container.decode(MessageItem.self)]
            }
        }
    }
}
