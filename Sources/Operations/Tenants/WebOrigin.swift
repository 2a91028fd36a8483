import Foundation

/// The origin of a web page (RFC 6454), as a browser writes it into the header `Origin`.
enum WebOrigin {
    /// Scheme, host and port and nothing else, as browsers write them: in small letters, without the scheme's own port.
    static func isSound(_ text: String) -> Bool {
        guard text.utf8.count <= 300, let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.path.isEmpty, parts.query == nil, parts.fragment == nil, parts.user == nil, parts.password == nil
        else { return false }
        let isLocal = ["localhost", "127.0.0.1", "[::1]"].contains(host)
        guard parts.scheme == "https" || (parts.scheme == "http" && isLocal) else { return false }
        if let port = parts.port, port == (parts.scheme == "https" ? 443 : 80) || !(1...65_535).contains(port) {
            return false
        }
        return text == text.lowercased() && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !text.contains("*")
    }
}
