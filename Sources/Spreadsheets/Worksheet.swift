internal import CXLSXWriter

/// One sheet of a workbook. Text is always written as text, never as a formula or a link.
package final class Worksheet {
    /// Of Excel: 1 048 576.
    package static let maximumRows = Int(LXW_ROW_MAX)
    /// Of Excel: 16 384.
    package static let maximumColumns = Int(LXW_COL_MAX)

    /// Keeps it as long as its sheet is written.
    private let workbook: Workbook
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    /// How many rows have been begun.
    package private(set) var rowCount = 0
    private var column = 0

    init(_ workbook: Workbook, _ sheet: UnsafeMutablePointer<lxw_worksheet>) {
        self.workbook = workbook
        self.sheet = sheet
    }

    package var isFull: Bool { rowCount >= Self.maximumRows }

    /// - Parameter characters: of the columns' width, the first column first.
    package func setWidths(_ characters: [Double]) throws(SpreadsheetError) {
        for (column, width) in characters.enumerated() {
            let column = lxw_col_t(column)
            try SpreadsheetError.check(worksheet_set_column(sheet, column, column, width, nil))
        }
    }

    /// Keeps the first rows and columns in sight.
    package func freeze(rows: Int, columns: Int = 0) {
        worksheet_freeze_panes(sheet, lxw_row_t(rows), lxw_col_t(columns))
    }

    package func beginRow() throws(SpreadsheetError) {
        guard !isFull else { throw SpreadsheetError("A sheet holds at most \(Self.maximumRows) rows.") }
        rowCount += 1
        column = 0
    }

    package func add(_ text: String, _ style: Workbook.Style = .plain) throws(SpreadsheetError) {
        try SpreadsheetError.check(
            worksheet_write_string(sheet, lxw_row_t(rowCount - 1), take(), text, workbook.format(style)))
    }

    /// A number; an empty cell where there is none.
    package func add(_ number: Double?, _ style: Workbook.Style = .plain) throws(SpreadsheetError) {
        let column = take()
        guard let number, number.isFinite else { return }
        try SpreadsheetError.check(
            worksheet_write_number(sheet, lxw_row_t(rowCount - 1), column, number, workbook.format(style)))
    }

    /// A date and time of the wall clock.
    /// - Parameter secondsSinceEpoch: of the wall clock as if it were UTC; not before March 1900, where Excel's
    ///   calendar goes wrong.
    package func add(wallClock secondsSinceEpoch: Int64) throws(SpreadsheetError) {
        // Excel counts days from 1899-12-30; 25 569 of them lie before 1970.
        try add(Double(secondsSinceEpoch) / 86_400 + 25_569, .moment)
    }

    private func take() -> lxw_col_t {
        defer { column += 1 }
        return lxw_col_t(column)
    }
}
