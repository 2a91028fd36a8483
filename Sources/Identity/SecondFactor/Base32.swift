/// Base32 without padding (RFC 4648 §6), as authenticator apps take their secrets.
public enum Base32 {
    private static let alphabet = BitAlphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", bits: 5)

    public static func encode(_ bytes: [UInt8]) -> String { alphabet.encode(bytes) }
}
