/// A block of addresses in CIDR notation (RFC 4632, RFC 4291 §2.3), such as `192.0.2.0/24` or `2001:db8::/32`.
public struct AddressBlock: Hashable, Sendable, CustomStringConvertible {
    public let first: IPAddress
    /// How many bits all its addresses have in common.
    public let prefixLength: Int

    /// An address alone is the block of just it. Nil for what is no block, and for one with bits after its prefix, where
    /// it is not clear what was meant: `10.0.0.1/8`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let part = parts.first, let address = IPAddress(part) else { return nil }
        var length = address.bitCount
        if parts.count == 2 {
            // A prefix of a mapped address counts from its 128 bits.
            let isMapped = address.isV4 && part.utf8.contains(UInt8(ascii: ":"))
            guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
                parts[1].first != "0" || parts[1].utf8.count == 1, let given = Int(parts[1])
            else { return nil }
            length = isMapped ? given - 96 : given
        }
        guard (0...address.bitCount).contains(length), address.masked(to: length) == address else { return nil }
        first = address
        prefixLength = length
    }

    public func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == first.bytes.count else { return false }
        let whole = prefixLength / 8
        guard address.bytes[..<whole] == first.bytes[..<whole] else { return false }
        let rest = prefixLength % 8
        guard rest > 0 else { return true }
        return (address.bytes[whole] ^ first.bytes[whole]) >> UInt8(8 - rest) == 0
    }

    public var description: String { "\(first)/\(prefixLength)" }
}
