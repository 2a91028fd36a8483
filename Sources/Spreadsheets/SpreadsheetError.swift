internal import CXLSXWriter

/// Why a spreadsheet could not be written.
package struct SpreadsheetError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }

    static func check(_ code: lxw_error) throws(SpreadsheetError) {
        guard code != LXW_NO_ERROR else { return }
        throw SpreadsheetError(lxw_strerror(code).map { String(cString: $0) } ?? "Error \(code.rawValue)")
    }
}
