/// A service that people sign in with instead of a password here (OpenID Connect Core 1.0), as the installation has
/// set it up.
public struct IdentityProvider: Hashable, Sendable, CustomStringConvertible {
    /// In addresses and settings: lower-case letters, digits and dashes.
    public let id: String
    /// On the button.
    public let name: String
    /// As its tokens name it: no slash is added or taken away.
    public let issuer: String
    public let clientID: String
    /// Nil: a public client, which proves itself by PKCE alone. Never printed.
    public let clientSecret: String?
    public let scopes: [String]
    /// Whether somebody whom it knows, and nobody here does, gets an account, where anybody may make one.
    public let makesAccounts: Bool
    /// Whether an account here belongs to whoever the provider says has its verified e-mail address.
    public let linksByEmail: Bool
    /// Whether what it says of a second factor counts here.
    public let isTrustedWithSecondFactor: Bool
    /// Whose verified addresses it may bring here, in lower case; empty: anybody's.
    public let emailDomains: [String]

    public init(
        id: String, name: String, issuer: String, clientID: String, clientSecret: String?,
        scopes: [String] = ["openid", "email", "profile"], makesAccounts: Bool = false, linksByEmail: Bool = false,
        isTrustedWithSecondFactor: Bool = false, emailDomains: [String] = []
    ) {
        self.id = id
        self.name = name
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scopes = scopes
        self.makesAccounts = makesAccounts
        self.linksByEmail = linksByEmail
        self.isTrustedWithSecondFactor = isTrustedWithSecondFactor
        self.emailDomains = emailDomains
    }

    /// Whether it may bring somebody: only their verified address says of which domain they are, and a subdomain is
    /// another one.
    public func mayBring(email: String?, isVerified: Bool) -> Bool {
        guard !emailDomains.isEmpty else { return true }
        guard isVerified, let domain = email?.split(separator: "@").last else { return false }
        return emailDomains.contains(String(domain))
    }

    /// Does not show the secret.
    public var description: String { "\(id) (\(issuer))" }

    /// Where its description lies (OpenID Connect Discovery 1.0 §4).
    public var discoveryURL: String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }
}
