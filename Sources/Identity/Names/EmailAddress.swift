import Foundation

/// An address that a mail can be sent to.
///
/// Only its shape is looked at (RFC 5321 lengths, one `@`, nothing that breaks a header): whether it is anybody's is
/// found out by sending to it.
public enum EmailAddress {
    /// In lower case and one way of writing (Unicode NFC), so that one mailbox is one account; nil for text that is no
    /// address.
    public static func normalized(_ text: String) -> String? {
        let text = text.precomposedStringWithCanonicalMapping
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), text.utf8.count <= 254 else { return nil }
        let isLocal = parts[0].unicodeScalars.allSatisfy { scalar in
            scalar.value > 0x20 && scalar.value != 0x7F && !"\"(),:;<>[\\]".unicodeScalars.contains(scalar)
                && !scalar.properties.isWhitespace && !DisplayName.isUnseen(scalar)
                && scalar.properties.generalCategory != .format
        }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let isDomain =
            labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.unicodeScalars.allSatisfy {
                        $0 == "-" || $0.properties.isAlphabetic || $0.properties.numericType != nil
                    }
            }
        // A last label of digits is an IP address.
        let isNamed = labels.last?.unicodeScalars.contains(where: \.properties.isAlphabetic) == true
        return isLocal && isDomain && isNamed ? text.lowercased() : nil
    }
}
