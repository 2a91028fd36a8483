import Foundation

/// What people call themselves, a role or a key, as others see it in lists, mails and logs.
public enum DisplayName {
    public static let lengths = 1...100
    /// A character may be built of many; a list of names must still be drawn.
    private static let mostBytes = 400

    /// Without spaces around it, and in one way of writing (Unicode NFC), so that two that look alike are the same.
    public static func normalized(_ text: String) -> String {
        text.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
    }

    /// What is wrong with a normalized name; nil: nothing.
    public static func fault(_ name: String) -> (message: String, expected: String)? {
        let expected = "\(lengths.lowerBound) to \(lengths.upperBound) characters, none of them a control character"
        if name.unicodeScalars.contains(where: isUnseen) { return ("Holds characters that nobody sees.", expected) }
        if !lengths.contains(name.count) { return ("\(name.count) characters.", expected) }
        if name.utf8.count > mostBytes { return ("\(name.utf8.count) bytes of UTF-8.", "at most \(mostBytes) bytes") }
        return nil
    }

    /// Control characters, breaks, and format characters, which turn or hide what stands beside them. Joiners are a part
    /// of some scripts' spelling.
    static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format: scalar != "\u{200C}" && scalar != "\u{200D}"
        default: false
        }
    }
}
