/// How much one export may be.
package struct ExportLimits: Hashable, Sendable {
    package var series = 10_000
    /// Columns of series of the wide layout.
    package var wideSeries = 256
    package var days = 3_660
    /// Cells of a spreadsheet that could be filled: it is kept on disk until it is whole.
    package var spreadsheetCells = 16_000_000

    package init() {}
}
