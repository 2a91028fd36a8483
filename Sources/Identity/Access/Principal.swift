public import GridModel

/// Who asks.
public enum Principal: Hashable, Sendable {
    /// A person, in one of their sessions.
    case user(UserID, session: SessionID)
    /// A program, by a key of one tenant.
    case apiKey(APIKeyID)

    /// For logs: a number, not a name.
    public var name: String {
        switch self {
        case .user(let id, _): "user \(id)"
        case .apiKey(let id): "key \(id)"
        }
    }
}

public enum UserTag {}
public enum APIKeyTag {}
/// Numbers of people count over the whole installation: somebody may belong to several tenants.
public typealias UserID = Identifier<UserTag>
/// Numbers of keys count within their tenant.
public typealias APIKeyID = Identifier<APIKeyTag>

/// Names a session in tokens and lists; no secret.
public struct SessionID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }
}
