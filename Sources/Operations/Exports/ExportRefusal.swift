/// Why an export is not begun: every field of the request that is wrong.
package struct ExportRefusal: Error, Hashable, CustomStringConvertible {
    package struct Fault: Hashable, Sendable {
        /// As the request names it: `series`, `zoneId`, `from`, `format`, `layout`, `timeZone`, `resolution`.
        package let field: String
        package let message: String
        package let expected: String

        package init(field: String, message: String, expected: String) {
            self.field = field
            self.message = message
            self.expected = expected
        }
    }

    package let faults: [Fault]

    package init(faults: [Fault]) {
        self.faults = faults
    }

    package var description: String {
        faults.map { "\($0.field): \($0.message) Expected \($0.expected)." }.joined(separator: "\n")
    }
}
