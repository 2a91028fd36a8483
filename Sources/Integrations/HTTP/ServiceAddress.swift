import Foundation

/// The base URL of a provider's service, checked: what a connector may talk to.
public struct ServiceAddress: Hashable, Sendable {
    public let scheme: String
    public let host: String
    public let port: Int?
    /// Without a slash at its end.
    public let path: String

    /// - Parameter allowsPrivate: whether plain HTTP is taken, as for a mirror on the own network.
    /// - Throws: `ConnectorError.misconfigured`
    public init(_ text: String, allowsPrivate: Bool) throws(ConnectorError) {
        guard text.utf8.count <= 500, let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty
        else { throw .misconfigured("“\(text.prefix(100))” is not an address; expected https://host.") }
        guard scheme == "https" || (scheme == "http" && allowsPrivate) else {
            throw .misconfigured("The base URL must begin with https://.")
        }
        guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil else {
            throw .misconfigured("The base URL may hold a host, a port and a path, and nothing else.")
        }
        self.scheme = scheme
        // URLComponents leaves an IPv6 address in its brackets.
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host.lowercased()
        port = parts.port
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    public var portOrDefault: Int { port ?? (scheme == "https" ? 443 : 80) }

    var text: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(name)" + (port.map { ":\($0)" } ?? "") + path
    }

    /// Whether the host is the domain itself or within it.
    public func isWithin(_ domain: String) -> Bool {
        host == domain || host.hasSuffix("." + domain)
    }
}
