/// Why a line is not line protocol.
package struct LineProtocolFault: Error, Hashable, Sendable {
    /// In a sentence for the sender.
    package let message: String
    /// What would have been right.
    package let expected: String

    init(_ message: String, expected: String) {
        self.message = message
        self.expected = expected
    }
}
