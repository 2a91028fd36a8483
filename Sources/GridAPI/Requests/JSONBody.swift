import GridModel

/// A small JSON object of a request, read strictly into its members: every wrong one is named.
struct JSONBody {
    /// A member's value.
    enum Value: Hashable {
        case string(String)
        case number(Double)
        case boolean(Bool)
        case null
        case array([Value])
        case object([String: Value])
    }

    /// Values anywhere in the body; a hostile one ends here.
    private static let mostValues = 60_000

    private let members: [String: Value]
    private(set) var errors: [FieldError] = []
    private var taken: Set<String> = []

    /// - Throws: `Problem` when the body is not a JSON object.
    init(_ bytes: [UInt8]) throws {
        do {
            var reader = try JSONReader(bytes)
            var left = Self.mostValues
            guard case .object(let members) = try Self.value(&reader, &left) else {
                throw Problem(.badRequest, "The body is not an object.")
            }
            try reader.end()
            self.members = members
        } catch let error as JSONReader.Malformed {
            throw Problem(.badRequest, "The body is not JSON: \(error.message) (byte \(error.offset))")
        }
    }

    init(members: [String: Value]) {
        self.members = members
    }

    /// Throws 422 for members that are wrong or that nobody asked for.
    mutating func check() throws {
        for name in members.keys.sorted() where !taken.contains(name) {
            errors.append(
                FieldError(
                    field: String(name.prefix(60)), message: "No such member.",
                    expected: taken.sorted().joined(separator: ", ")))
        }
        if !errors.isEmpty { throw Problem.unprocessable(errors) }
    }

    mutating func refuse(_ field: String, _ message: String, expected: String) {
        errors.append(FieldError(field: field, message: message, expected: expected))
    }

    /// Nil when absent or null.
    mutating func value(_ name: String) -> Value? {
        taken.insert(name)
        guard let value = members[name], value != .null else { return nil }
        return value
    }

    mutating func text(_ name: String, isRequired: Bool = true) -> String {
        switch value(name) {
        case .string(let text)?: return text
        case nil where !isRequired: return ""
        case nil: refuse(name, "Missing.", expected: "text")
        default: refuse(name, "Not text.", expected: "text")
        }
        return ""
    }

    mutating func number(_ name: String) -> Double? {
        switch value(name) {
        case .number(let number)?: return number
        case nil: refuse(name, "Missing.", expected: "a number")
        default: refuse(name, "Not a number.", expected: "a number")
        }
        return nil
    }

    mutating func boolean(_ name: String) -> Bool? {
        switch value(name) {
        case .boolean(let value)?: return value
        case nil: refuse(name, "Missing.", expected: "true or false")
        default: refuse(name, "Not true or false.", expected: "true or false")
        }
        return nil
    }

    mutating func array(_ name: String) -> [Value]? {
        switch value(name) {
        case .array(let values)?: return values
        case nil: return nil
        default: refuse(name, "Not an array.", expected: "an array")
        }
        return nil
    }

    mutating func time(_ name: String) -> Timestamp? {
        if case .string(let text)? = value(name), let time = Timestamp(iso8601: text),
            Timestamp.acceptedRange.contains(time)
        {
            return time
        }
        refuse(name, "Not a time.", expected: "ISO 8601 with Z or an offset, such as 2026-11-23T09:00:00Z")
        return nil
    }

    private static func value(_ reader: inout JSONReader, _ left: inout Int) throws -> Value {
        left -= 1
        guard left > 0 else { throw Problem(.contentTooLarge, "The body holds more than \(mostValues) values.") }
        switch try reader.kind() {
        case .string: return .string(try reader.string())
        case .number: return .number(try reader.number().value)
        case .boolean: return .boolean(try reader.boolean())
        case .null:
            try reader.skip()
            return .null
        case .array:
            var values: [Value] = []
            try reader.array { _, reader in values.append(try value(&reader, &left)) }
            return .array(values)
        case .object:
            var members: [String: Value] = [:]
            try reader.object { name, reader in members[name] = try value(&reader, &left) }
            return .object(members)
        }
    }
}
