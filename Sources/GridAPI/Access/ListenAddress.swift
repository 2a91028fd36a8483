import Identity

/// Where the server waits for connections: a numeric address of this machine, or all of them.
package struct ListenAddress: Hashable, Sendable {
    package static let thisMachine = ListenAddress(text: "127.0.0.1", isV4: true)

    /// As RFC 5952 writes it.
    package let text: String
    private let isV4: Bool

    /// - Returns: nil for anything but a numeric address of IPv4 or IPv6.
    package init?(_ text: String) {
        guard let address = IPAddress(text) else { return nil }
        self.init(text: address.description, isV4: address.isV4)
    }

    private init(text: String, isV4: Bool) {
        self.text = text
        self.isV4 = isV4
    }

    /// `0.0.0.0` and `::`.
    package var isEvery: Bool { text == "0.0.0.0" || text == "::" }

    /// Whether nobody but this machine reaches it.
    package var isLoopback: Bool { isV4 ? text.hasPrefix("127.") : text == "::1" }

    /// As a URL and a `Host` header name it.
    package var host: String { isV4 ? text : "[\(text)]" }
}
