extension SQLConditions {
    /// Adds that one of some columns has a text in it, whatever the case of its letters: of A to Z, and of others where
    /// the database knows them. `%` and `_` stand for themselves.
    mutating func add(oneOf columns: [SQL], containing text: String?) {
        guard let text, let first = columns.first else { return }
        var escaped = ""
        for character in text.unicodeScalars {
            if "!%_".unicodeScalars.contains(character) { escaped += "!" }
            escaped.unicodeScalars.append(character)
        }
        let pattern = "%" + escaped + "%"
        var choices = Self.like(first, parameter(pattern))
        for column in columns.dropFirst() { choices = choices + " OR " + Self.like(column, parameter(pattern)) }
        add("(" + choices + ")")
    }

    private static func like(_ column: SQL, _ pattern: SQL) -> SQL {
        "LOWER(" + column + ") LIKE LOWER(" + pattern + ") ESCAPE '!'"
    }
}
