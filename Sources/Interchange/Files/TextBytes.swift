/// Writes numbers and CSV fields into bytes.
public enum TextBytes {
    /// The shortest decimal that reads back as the same number; whole numbers without a decimal point. Nothing for
    /// what is not finite.
    public static func append(_ value: Double, to bytes: inout [UInt8]) {
        guard value.isFinite else { return }
        if value == value.rounded(), abs(value) < 1e15, !(value == 0 && value.sign == .minus) {
            append(Int64(value), to: &bytes)
        } else {
            bytes.append(contentsOf: value.description.utf8)
        }
    }

    public static func append(_ value: Int64, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: String(value).utf8)
    }

    /// A field of text, in quotes where RFC 4180 asks for them.
    ///
    /// A spreadsheet takes a field that starts with `=`, `+`, `-`, `@`, a tab or a carriage return for a formula: such
    /// a field gets an apostrophe before it and quotes around it (OWASP, "CSV Injection"). So does one that starts
    /// with an apostrophe itself: then `unguarded` takes away exactly what was put there.
    public static func append(csvField text: String, to bytes: inout [UInt8]) {
        let isGuarded = text.utf8.first.map(guarded.contains) ?? false
        let needsQuotes =
            isGuarded || text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D || $0 == 0x3B }
        guard needsQuotes else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        bytes.append(0x22)
        if isGuarded { bytes.append(apostrophe) }
        for byte in text.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    /// The text of a field that got an apostrophe before it; nil when it has none.
    public static func unguarded(csvField text: String) -> String? {
        let bytes = text.utf8
        guard bytes.first == apostrophe, let second = bytes.dropFirst().first, guarded.contains(second) else {
            return nil
        }
        return String(decoding: bytes.dropFirst(), as: UTF8.self)
    }

    private static let apostrophe = UInt8(ascii: "'")
    private static let guarded = Array("=+-@\t\r'".utf8)
}
