import Foundation

/// A numeric address of IPv4 or IPv6. An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address: what a
/// list says of one cannot be passed by writing the other.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 or 16 bytes, in network order.
    public let bytes: [UInt8]

    private static let mappedPrefix: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]

    /// Nil for another number of bytes than 4 or 16.
    public init?(bytes: [UInt8]) {
        switch bytes.count {
        case 4: self.bytes = bytes
        case 16: self.bytes = bytes.starts(with: Self.mappedPrefix) ? Array(bytes[12...]) : bytes
        default: return nil
        }
    }

    /// As `inet_pton` reads it: four decimal numbers, or the forms of RFC 4291 §2.2; no zone, no port.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        // C would stop reading at a zero byte.
        guard text.utf8.count <= 45, !text.utf8.contains(0) else { return nil }
        let isV6 = text.utf8.contains(UInt8(ascii: ":"))
        var bytes = [UInt8](repeating: 0, count: isV6 ? 16 : 4)
        guard inet_pton(isV6 ? AF_INET6 : AF_INET, text, &bytes) == 1 else { return nil }
        self.init(bytes: bytes)
    }

    public var isV4: Bool { bytes.count == 4 }
    public var bitCount: Int { bytes.count * 8 }

    /// The address with every bit after the first `count` at 0.
    public func masked(to count: Int) -> IPAddress {
        var masked = bytes
        for index in masked.indices {
            let kept = min(max(count - index * 8, 0), 8)
            masked[index] &= kept == 0 ? 0 : UInt8.max << UInt8(8 - kept)
        }
        return IPAddress(unchecked: masked)
    }

    /// As RFC 5952 writes it.
    public var description: String {
        var text = [CChar](repeating: 0, count: 64)
        guard inet_ntop(isV4 ? AF_INET : AF_INET6, bytes, &text, socklen_t(text.count)) != nil else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private init(unchecked bytes: [UInt8]) {
        self.bytes = bytes
    }
}
