import GridModel

/// A value of a MongoDB document, as far as anything here asks for it.
public enum MongoValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    /// Milliseconds since 1970.
    case date(Int64)
    case text(String)
    /// 24 hexadecimal digits.
    case objectID(String)
    case array([MongoValue])
    case document([String: MongoValue])
    /// Of a type that means nothing to us, such as code.
    case other

    /// A number, also one that is written as text.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .double(let value): value
        case .text(let text): Double(text)
        default: nil
        }
    }

    /// What names a thing: a text, an object's id or a whole number.
    public var name: String? {
        switch self {
        case .text(let text), .objectID(let text): text.isEmpty ? nil : text
        case .integer(let value): String(value)
        case .double(let value): Int64(exactly: value).map(String.init)
        default: nil
        }
    }

    /// Milliseconds since 1970: of a date, of ISO 8601 with its zone, or of whole seconds.
    public var milliseconds: Int64? {
        switch self {
        case .date(let value): return value
        case .text(let text):
            // Fractions of a second are cut off: readings have none.
            let whole = text.firstIndex(of: ".").map { dot in
                text[..<dot] + text[text.index(after: dot)...].drop { $0.isNumber }
            }
            return Timestamp(iso8601: whole ?? text[...]).map { $0.secondsSinceEpoch * 1000 }
        case .integer(let value): return (0..<4_102_444_800).contains(value) ? value * 1000 : value
        case .double(let value): return Int64(exactly: value).flatMap { MongoValue.integer($0).milliseconds }
        default: return nil
        }
    }

    public var array: [MongoValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    /// A member, or a member of a member: `location.coordinates`.
    public subscript(path: String) -> MongoValue? {
        guard case .document(let members) = self else { return nil }
        if let member = members[path] { return member }
        guard let dot = path.firstIndex(of: ".") else { return nil }
        return members[String(path[..<dot])]?[String(path[path.index(after: dot)...])]
    }
}
