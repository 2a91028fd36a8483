/// What renews a session: its name and a secret that is good for one renewal.
public struct RefreshToken: Sendable {
    public let session: SessionID
    public let secret: SecretToken

    public init(session: SessionID, secret: SecretToken = SecretToken()) {
        self.session = session
        self.secret = secret
    }

    /// Nil for text that is no refresh token.
    public init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 200, parts.count == 2, (1...64).contains(parts[0].utf8.count),
            parts[1].utf8.count == 43
        else { return nil }
        session = SessionID(rawValue: String(parts[0]))
        secret = SecretToken(text: String(parts[1]))
    }

    /// What is handed out.
    public var text: String { "\(session.rawValue).\(secret.text)" }
}
