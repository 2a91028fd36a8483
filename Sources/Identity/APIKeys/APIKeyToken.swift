public import GridModel

/// An API key as it is handed out, `ugk_<tenant>_<key>_<secret>`.
///
/// It names its tenant, so that it is looked up within that tenant alone; the secret is 32 random bytes in base64url. The
/// prefix lets scanners of repositories and logs find keys that were left there.
public struct APIKeyToken: Hashable, Sendable, CustomStringConvertible {
    public static let prefix = "ugk_"
    public static let secretCharacters = 43

    public let tenant: TenantID
    public let key: APIKeyID
    public let secret: SecretToken

    public init(tenant: TenantID, key: APIKeyID, secret: SecretToken) {
        self.tenant = tenant
        self.key = key
        self.secret = secret
    }

    /// Nil for anything but text as `text` writes it, byte by byte.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), text.utf8.count <= 90 else { return nil }
        // The secret's alphabet has the separator in it.
        let parts = text.utf8.dropFirst(Self.prefix.utf8.count).split(
            separator: UInt8(ascii: "_"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let tenant = Self.number(parts[0]), let key = Self.number(parts[1]),
            parts[2].count == Self.secretCharacters, parts[2].allSatisfy(Self.isOfSecret)
        else { return nil }
        self.init(
            tenant: TenantID(tenant), key: APIKeyID(key),
            secret: SecretToken(text: String(decoding: parts[2], as: UTF8.self)))
    }

    /// What its owner keeps.
    public var text: String { "\(Self.prefix)\(tenant)_\(key)_\(secret.text)" }

    /// The end of the secret, by which people tell their keys apart: 24 of its 256 bits.
    public var hint: String { String(secret.text.suffix(4)) }

    /// Does not show the secret.
    public var description: String { "\(Self.prefix)\(tenant)_\(key)_(hidden)" }

    /// A positive decimal without a sign or leading zeros.
    private static func number(_ digits: Substring.UTF8View) -> Int64? {
        guard let first = digits.first, first != UInt8(ascii: "0"), digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self))
    }

    private static func isOfSecret(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
