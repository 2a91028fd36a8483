import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension SocketAddress {
    /// Whether the address belongs to the public internet: not loopback, private, link-local, shared, multicast,
    /// documentation or otherwise special (IANA's special-purpose registries for IPv4 and IPv6).
    var isPublic: Bool {
        switch self {
        case .v4: bytes(AF_INET, count: 4).map(Self.isPublicIPv4) ?? false
        case .v6: bytes(AF_INET6, count: 16).map(Self.isPublicIPv6) ?? false
        case .unixDomainSocket: false
        }
    }

    /// The address in network order. Read from its text: which C module the fields of `sockaddr_in` belong to depends on
    /// what was compiled before.
    private func bytes(_ family: Int32, count: Int) -> [UInt8]? {
        guard let text = ipAddress else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    private static func isPublicIPv4(_ bytes: [UInt8]) -> Bool {
        switch (bytes[0], bytes[1], bytes[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (169, 254, _), (192, 168, _), (192, 0, 0), (192, 0, 2),
            (198, 18...19, _), (198, 51, 100), (203, 0, 113), (172, 16...31, _), (100, 64...127, _), (224..., _, _):
            false
        default: true
        }
    }

    private static func isPublicIPv6(_ bytes: [UInt8]) -> Bool {
        // IPv4 in IPv6's clothes: mapped (::ffff:0:0/96) and NAT64 (64:ff9b::/96).
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        let isTranslated = bytes[..<12].elementsEqual([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0])
        if isMapped || isTranslated { return isPublicIPv4(Array(bytes[12...])) }
        // Of what is global unicast (2000::/3), 2001::/23 and 2001:db8::/32 and 2002::/16 are not of the public internet.
        guard bytes[0] & 0xE0 == 0x20 else { return false }
        if bytes[0] == 0x20, bytes[1] == 0x01, bytes[2] < 2 || (bytes[2] == 0x0D && bytes[3] == 0xB8) { return false }
        return !(bytes[0] == 0x20 && bytes[1] == 0x02)
    }
}
