import Crypto
import Foundation

/// Proof Key for Code Exchange (RFC 7636), method S256: a code that is caught on its way is of no use without the
/// verifier, which never left the server.
public struct ProofKey: Hashable, Sendable {
    /// 43 characters.
    public let verifier: String

    /// A new one.
    public init() {
        verifier = SecretToken().text
    }

    public init(verifier: String) {
        self.verifier = verifier
    }

    /// BASE64URL(SHA256(ASCII(verifier)))
    public var challenge: String { Base64URL.encode(Array(SHA256.hash(data: Data(verifier.utf8)))) }
}
