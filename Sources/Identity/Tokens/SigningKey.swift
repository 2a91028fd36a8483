import Crypto
import Foundation

/// A key that access tokens are signed with (Ed25519).
public struct SigningKey: Sendable {
    /// The `kid` of its tokens: looked up among the keys at hand, never used as a path or in a query.
    public let id: String
    let key: Curve25519.Signing.PrivateKey

    /// A new one.
    public init() {
        id = String(SecretToken().text.prefix(16))
        key = Curve25519.Signing.PrivateKey()
    }

    /// As it was stored.
    /// - Throws: for bytes that are no such key.
    public init(id: String, bytes: [UInt8]) throws {
        self.id = id
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: Data(bytes))
    }

    /// 32 bytes, secret: to be sealed.
    public var bytes: [UInt8] { Array(key.rawRepresentation) }
}
