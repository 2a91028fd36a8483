import Crypto
import Foundation
public import GridModel

/// An account at a provider that opens one here.
public struct ExternalIdentity: Hashable, Sendable {
    public let issuer: String
    /// Never given to another account of the provider.
    public let subject: String
    /// As the provider told it last; nil where it told none.
    public let email: String?
    public let linkedAt: Timestamp

    public init(issuer: String, subject: String, email: String?, linkedAt: Timestamp) {
        self.issuer = issuer
        self.subject = subject
        self.email = email
        self.linkedAt = linkedAt
    }

    /// In addresses: 22 characters that tell neither the issuer nor the subject.
    public var id: String {
        let text = "\(issuer.utf8.count):\(issuer)\(subject)"
        return Base64URL.encode(Array(SHA256.hash(data: Data(text.utf8)).prefix(16)))
    }
}
