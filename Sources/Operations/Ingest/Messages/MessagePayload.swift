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

    case readings([Item])
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
                self = .readings([Item(value: value)])
            } else {
                self = .unreadable("The message begins like a number and is none.")
            }
        default: self = .lines(bytes)
        }
    }

    /// ISO 8601 or whole seconds since 1970.
    static func start(_ text: String) -> Timestamp? {
        Int64(text).map(Timestamp.init(secondsSinceEpoch:)) ?? Timestamp(iso8601: text)
    }

    private static let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]

    private static func json(_ bytes: [UInt8]) -> MessagePayload {
        let items: [Item]
        do {
            items = try JSONDecoder().decode(OneOrMore.self, from: Data(bytes)).items
        } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
            return .unreadable("The message cannot be read as JSON.")
        } catch {
            return .unreadable("The message is JSON, but not of readings.")
        }
        guard !items.isEmpty else { return .unreadable("The message holds no reading.") }
        guard items.count <= maximumItems else {
            return .unreadable("The message holds more than \(maximumItems) readings.")
        }
        return .readings(items)
    }

    private struct OneOrMore: Decodable {
        let items: [Item]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            do {
                items = try container.decode([Item].self)
            } catch DecodingError.typeMismatch(_, let context) where context.codingPath.isEmpty {
                items = [try container.decode(Item.self)]
            }
        }
    }
}

extension MessagePayload.Item: Decodable {
    private enum Member: String, CodingKey {
        case series, start, value, quality
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Member.self)
        series = try container.decodeIfPresent(String.self, forKey: .series)
        value = try container.decode(Double.self, forKey: .value)
        quality = try container.decodeIfPresent(String.self, forKey: .quality)
        if let seconds = try? container.decodeIfPresent(Int64.self, forKey: .start) {
            start = Timestamp(secondsSinceEpoch: seconds)
        } else if let text = try container.decodeIfPresent(String.self, forKey: .start) {
            guard let time = MessagePayload.start(text) else {
                throw DecodingError.dataCorruptedError(forKey: .start, in: container, debugDescription: "not a time")
            }
            start = time
        }
    }
}
