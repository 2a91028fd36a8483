/// Where a request comes from: an IP address, as the connection or a trusted proxy says.
package struct ClientAddress: Hashable, Sendable, CustomStringConvertible {
    /// Numeric, without a port; `unknown` where the connection has none.
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package var description: String { text }
}
