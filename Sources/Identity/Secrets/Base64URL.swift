/// Base64 with the URL-safe alphabet and without padding (RFC 4648 §5).
public enum Base64URL {
    private static let alphabet = BitAlphabet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", bits: 6)

    public static func encode(_ bytes: [UInt8]) -> String { alphabet.encode(bytes) }

    /// Nil for other characters, a length that cannot be, or bits left over.
    public static func decode(_ text: String) -> [UInt8]? { alphabet.decode(text) }
}
