import Foundation

/// By which address people reach this server, as through a proxy that ends TLS.
package struct PublicAddress: Hashable, Sendable {
    /// `https://grid.example`, without a slash at its end.
    package let text: String
    /// In small letters, without the port.
    package let host: String
    package let isSecure: Bool

    /// - Returns: nil for anything but `http://` or `https://`, a host, and perhaps a port.
    package init?(_ text: String) {
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard trimmed.utf8.count <= 300, let parts = URLComponents(string: trimmed), let host = parts.host,
            !host.isEmpty,
            parts.path.isEmpty, parts.query == nil, parts.fragment == nil, parts.user == nil, parts.password == nil,
            let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https"
        else { return nil }
        self.text = trimmed.lowercased()
        self.host = host.lowercased()
        isSecure = scheme == "https"
    }
}
