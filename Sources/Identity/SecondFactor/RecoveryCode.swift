import Crypto
import Foundation

/// A code that lets somebody in once who has lost their authenticator.
///
/// 120 random bits in six groups of four characters, without letters that look like digits (Crockford's base 32): one
/// round of SHA-256 protects what is stored (OWASP ASVS 5.0, 6.5.2).
public struct RecoveryCode: Hashable, Sendable {
    /// How many somebody is given.
    public static let count = 10

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    private static let length = 24

    /// With hyphens: what is shown once.
    public let text: String

    /// A new one.
    public init() {
        let bytes = SymmetricKey(size: SymmetricKeySize(bitCount: Self.length * 8)).withUnsafeBytes { Array($0) }
        // 256 is a multiple of 32: no character is likelier than another.
        self.init(characters: bytes.map { Self.alphabet[Int($0) % 32] })
    }

    /// As somebody typed it: in any case, with or without hyphens and spaces, O for 0, I and L for 1.
    /// Nil for what is no code.
    public init?(typed: String) {
        guard typed.utf8.count <= 100 else { return nil }
        var characters: [Character] = []
        for character in typed.uppercased() where character != "-" && character != " " {
            let meant: Character = character == "O" ? "0" : character == "I" || character == "L" ? "1" : character
            guard Self.alphabet.contains(meant) else { return nil }
            characters.append(meant)
        }
        guard characters.count == Self.length else { return nil }
        self.init(characters: characters)
    }

    public var hash: [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }

    private init(characters: [Character]) {
        text = stride(from: 0, to: characters.count, by: 4).map { String(characters[$0..<$0 + 4]) }
            .joined(separator: "-")
    }
}
