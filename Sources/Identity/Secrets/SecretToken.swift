import Crypto
import Foundation

/// A random secret that is handed out once, and of which only the hash is stored.
///
/// 256 bits from the system's generator: nothing that can be guessed, so one round of SHA-256 protects the stored hash
/// as well as a slow function would (OWASP ASVS 5.0, 11.4).
public struct SecretToken: Hashable, Sendable, CustomStringConvertible {
    /// In base64url, 43 characters: what is handed out.
    public let text: String

    /// A new one.
    public init() {
        let key = SymmetricKey(size: .bits256)
        text = key.withUnsafeBytes { Base64URL.encode(Array($0)) }
    }

    public init(text: String) {
        self.text = text
    }

    /// What is stored and looked up.
    public var hash: [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

    /// Compares in a time that tells nothing.
    public func matches(hash other: [UInt8]) -> Bool {
        let own = hash
        guard own.count == other.count else { return false }
        var difference: UInt8 = 0
        for (mine, theirs) in zip(own, other) { difference |= mine ^ theirs }
        return difference == 0
    }

    /// Does not show the secret.
    public var description: String { "(hidden)" }
}

extension SecretToken: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
