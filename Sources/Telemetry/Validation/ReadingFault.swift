/// Why a reading is refused at the door.
public struct ReadingFault: Error, Hashable, Sendable {
    /// The part of the reading that is at fault.
    public enum Field: String, Hashable, Sendable {
        case series
        case start
        case value
    }

    public let field: Field
    /// What is wrong, in a sentence for the sender.
    public let message: String
    /// What would have been accepted.
    public let expected: String

    public init(field: Field, message: String, expected: String) {
        self.field = field
        self.message = message
        self.expected = expected
    }
}

extension ReadingFault: CustomStringConvertible {
    public var description: String { "\(field.rawValue): \(message) Expected \(expected)." }
}
