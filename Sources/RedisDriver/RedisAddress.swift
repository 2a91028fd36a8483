import Foundation

/// Where a Redis server is and how to sign in there, as `REDIS_URL` says it:
/// `redis://[user][:password]@host[:port][/database]`, or `rediss://` for TLS.
public struct RedisAddress: Hashable, Sendable, CustomStringConvertible {
    public let host: String
    public let port: Int
    public let isEncrypted: Bool
    public let user: String?
    let password: String?
    public let database: Int

    /// Nil for anything else.
    public init?(_ text: String) {
        guard let url = URLComponents(string: text), url.scheme == "redis" || url.scheme == "rediss",
            let host = url.host, !host.isEmpty, url.query == nil, url.fragment == nil
        else { return nil }
        let path = url.path.hasPrefix("/") ? String(url.path.dropFirst()) : url.path
        guard path.isEmpty || path.allSatisfy(\.isASCIIDigit), let database = Int(path.isEmpty ? "0" : path),
            (1...65_535).contains(url.port ?? 6379)
        else { return nil }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = url.port ?? 6379
        isEncrypted = url.scheme == "rediss"
        user = url.user.flatMap { $0.isEmpty ? nil : $0 }
        password = url.password
        self.database = database
    }

    /// Without the password.
    public var description: String { "\(isEncrypted ? "rediss" : "redis")://\(host):\(port)/\(database)" }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
