/// Tells versions of a document apart (RFC 9110 §8.8.3).
enum EntityTag {
    /// A strong tag: how many bytes there are, and a hash of them.
    static func of(_ bytes: [UInt8]) -> String {
        "\"\(String(bytes.count, radix: 36))-\(String(FNV1a.hash(bytes), radix: 36))\""
    }

    /// Whether an If-None-Match header names the tag.
    static func matches(_ header: String, _ tag: String) -> Bool {
        header.split(separator: ",").contains { candidate in
            let trimmed = candidate.drop { $0 == " " }.prefix { $0 != " " }
            return trimmed == "*" || trimmed == tag || trimmed == "W/" + tag
        }
    }
}
