/// A statement in SQL, with its parameters as `$1`, `$2` ….
///
/// It can only be written down as a literal without interpolation, or joined from such, so no
/// value from outside can become a part of a statement: values are bound.
public struct SQL: ExpressibleByStringLiteral, Hashable, Sendable {
    public let text: String

    public init(stringLiteral value: StaticString) {
        text = value.description
    }

    private init(text: String) {
        self.text = text
    }

    /// `$1`, `$2` …: for statements that are joined from parts.
    static func parameter(_ number: Int) -> SQL {
        SQL(text: "$\(number)")
    }

    public static func + (a: SQL, b: SQL) -> SQL {
        SQL(text: a.text + b.text)
    }
}
