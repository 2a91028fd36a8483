/// Tells versions of a document apart (RFC 9110 §8.8.3).
enum EntityTag {
    /// A strong tag: how many bytes there are, and a hash of them.
    static func of(_ bytes: [UInt8]) -> String {
        "\"\(String(bytes.count, radix: 36))-\(String(FastHash.hash(bytes), radix: 36))\""
    }

    /// Whether an If-None-Match header names the tag; weak tags match as well (§13.1.2).
    static func matches(_ header: String, _ tag: String) -> Bool {
        candidates(header).contains { $0 == "*" || $0 == tag || $0 == "W/" + tag }
    }

    /// Whether an If-Match header names the tag, which only strong ones can (§13.1.1).
    static func matchesStrongly(_ header: String, _ tag: String) -> Bool {
        candidates(header).contains { $0 == "*" || $0 == tag }
    }

    private static func candidates(_ header: String) -> [Substring] {
        header.split(separator: ",").map { candidate in
            candidate.drop { $0 == " " }.prefix { $0 != " " }
        }
    }
}
