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

    /// A table's or column's name as the schema has it.
    /// - Throws: `DatabaseError` for anything but small letters, digits and underscores: no name of ours.
    static func identifier(_ name: String) throws -> SQL {
        guard name.wholeMatch(of: /[a-z_][a-z0-9_]{0,62}/) != nil else {
            throw DatabaseError(.invalidStatement, detail: "“\(name)” is no name of a table or column of ours.")
        }
        return SQL(text: name)
    }

    /// The parts with a comma between them.
    static func list(_ parts: [SQL]) -> SQL {
        parts.dropFirst().reduce(parts.first ?? "") { $0 + ", " + $1 }
    }

    /// `$1`, `$2` …: for statements that are joined from parts.
    static func parameter(_ number: Int) -> SQL {
        SQL(text: "$\(number)")
    }

    public static func + (a: SQL, b: SQL) -> SQL {
        SQL(text: a.text + b.text)
    }
}
