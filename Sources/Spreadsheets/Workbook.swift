internal import CXLSXWriter

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An Excel workbook that is written row after row, in memory that does not grow with it (libxlsxwriter's
/// constant memory mode: rows go to nameless temporary files).
///
/// The file is there once `close` has returned. A workbook that is let go without it leaves nothing behind.
///
/// It is unchecked because the C library knows nothing of Swift's rules: whoever makes it uses it from one task at a
/// time and hands it on, never shares it.
package final class Workbook: @unchecked Sendable {
    package enum Style {
        case plain, heading, moment, text
    }

    private let book: UnsafeMutablePointer<lxw_workbook>
    private var sheets: [UnsafeMutablePointer<lxw_worksheet>] = []
    private var isClosed = false
    private let heading: UnsafeMutablePointer<lxw_format>?
    private let moment: UnsafeMutablePointer<lxw_format>?
    private let text: UnsafeMutablePointer<lxw_format>?

    /// - Parameters:
    ///   - path: of the file to make.
    ///   - temporaryFolder: where rows wait until the file is closed.
    package init(path: String, temporaryFolder: String) throws(SpreadsheetError) {
        let opened = temporaryFolder.withCString { folder -> UnsafeMutablePointer<lxw_workbook>? in
            // The library copies the folder's name.
            var options = lxw_workbook_options(
                constant_memory: 1, tmpdir: UnsafeMutablePointer(mutating: folder), use_zip64: 0)
            return workbook_new_opt(path, &options)
        }
        guard let opened else { throw SpreadsheetError("No workbook could be begun.") }
        book = opened
        heading = workbook_add_format(book)
        moment = workbook_add_format(book)
        text = workbook_add_format(book)
        format_set_bold(heading)
        format_set_bottom(heading, 1)
        format_set_num_format(moment, "yyyy-mm-dd hh:mm:ss")
        format_set_num_format(text, "@")
    }

    deinit {
        guard !isClosed else { return }
        // Freeing a workbook does not close its sheets' temporary files; only closing it would.
        for sheet in sheets {
            if let file = sheet.pointee.optimize_tmpfile { fclose(file) }
            sheet.pointee.optimize_tmpfile = nil
            sheet.pointee.file = nil
        }
        lxw_workbook_free(book)
    }

    /// A further sheet. Its rows are written from the first to the last, its cells from left to right.
    /// - Parameter name: 31 characters at most, unique.
    package func addSheet(_ name: String) throws(SpreadsheetError) -> Worksheet {
        guard let sheet = workbook_add_worksheet(book, name) else {
            throw SpreadsheetError("No sheet “\(name)” could be begun.")
        }
        sheets.append(sheet)
        return Worksheet(self, sheet)
    }

    /// Writes the file. This packs everything and takes its time.
    package func close() throws(SpreadsheetError) {
        // The library does not look whether its temporary files took the rows.
        for sheet in sheets {
            guard let file = sheet.pointee.optimize_tmpfile else { continue }
            guard fflush(file) == 0, ferror(file) == 0 else {
                throw SpreadsheetError("The rows could not be kept: is the disk of the temporary folder full?")
            }
        }
        isClosed = true
        try SpreadsheetError.check(workbook_close(book))
    }

    func format(_ style: Style) -> UnsafeMutablePointer<lxw_format>? {
        switch style {
        case .plain: nil
        case .heading: heading
        case .moment: moment
        case .text: text
        }
    }
}
