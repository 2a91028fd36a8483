import HTTPTypes
import Hummingbird
import Identity

/// Proxies whose word about where a request comes from is taken.
///
/// Each proxy adds the address it was asked from to the end of `X-Forwarded-For`; what stands before that, the client may
/// have written itself. So the list is read from its end for as long as a trusted proxy wrote it.
struct TrustedProxies: Sendable {
    /// Proxies in a row; no installation has more.
    private static let mostHops = 16

    let blocks: [AddressBlock]

    /// - Parameter peer: the other end of the connection.
    func client(of request: Request, from peer: ClientAddress) -> ClientAddress {
        guard !blocks.isEmpty, isTrusted(peer.text) else { return peer }
        let hops = request.headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }
        var client = peer
        for hop in hops.reversed().prefix(Self.mostHops) {
            guard let address = Self.address(hop) else { break }
            client = ClientAddress(address.description)
            if !isTrusted(address) { break }
        }
        return client
    }

    private func isTrusted(_ text: String) -> Bool { IPAddress(text).map(isTrusted) ?? false }

    private func isTrusted(_ address: IPAddress) -> Bool { blocks.contains { $0.contains(address) } }

    /// Some proxies add a port: `192.0.2.1:443`, `[2001:db8::1]:443`.
    private static func address(_ hop: Substring) -> IPAddress? {
        let text = hop.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
        if text.first == "[" { return IPAddress(text.dropFirst().prefix { $0 != "]" }) }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return IPAddress(parts.count == 2 ? parts[0] : text)
    }
}

extension HTTPField.Name {
    static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
}
