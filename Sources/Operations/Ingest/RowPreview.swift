/// The first rows of a file as a small table for a terminal.
struct RowPreview {
    private static let columnsShown = 8
    private static let widest = 24

    let text: String

    /// - Parameter rows: as they stand in the file; they may be shorter or longer than the header.
    init(columns: [String], rows: [[String]]) {
        let shown = min(columns.count, Self.columnsShown)
        let table = ([columns] + rows).map { row in
            (0..<shown).map { Self.cut($0 < row.count ? row[$0] : "") }
        }
        let widths = (0..<shown).map { column in table.map { $0[column].count }.max() ?? 0 }
        let lines = table.map { row in
            "  "
                + zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
                + (columns.count > shown ? "  …" : "")
        }
        text = lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }.joined(separator: "\n")
    }

    /// Control characters would move the terminal's cursor.
    private static func cut(_ text: String) -> String {
        let plain = String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
        return plain.count <= widest ? plain : plain.prefix(widest - 1) + "…"
    }
}
