/// Tells versions of a document apart (RFC 9110 §8.8.3).
enum EntityTag {
    /// A strong tag: two FNV-1a hashes of the bytes and their count.
    static func of(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return "\"\(String(bytes.count, radix: 36))-\(String(hash, radix: 36))\""
    }

    /// Whether an If-None-Match header names the tag.
    static func matches(_ header: String, _ tag: String) -> Bool {
        header.split(separator: ",").contains { candidate in
            let trimmed = candidate.drop { $0 == " " }.prefix { $0 != " " }
            return trimmed == "*" || trimmed == tag || trimmed == "W/" + tag
        }
    }
}
