import Foundation

/// Where an MQTT broker is and how to sign in: `mqtt://user:password@host:port` or `mqtts://…`.
package struct MQTTBroker: Hashable, Sendable {
    package let host: String
    package let port: Int
    package let user: String?
    package let password: String?
    package let isTLS: Bool

    /// Nil for text that is not such an address.
    package init?(_ text: String) {
        guard let components = URLComponents(string: text), let scheme = components.scheme?.lowercased(),
            ["mqtt", "mqtts"].contains(scheme), let host = components.host, !host.isEmpty,
            ["", "/"].contains(components.path), components.query == nil, components.fragment == nil
        else { return nil }
        isTLS = scheme == "mqtts"
        // URLComponents leaves the brackets of an IPv6 address.
        self.host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        port = components.port ?? (isTLS ? 8883 : 1883)
        user = components.user
        password = components.password
        guard (1...65_535).contains(port), user?.isEmpty == false || password == nil else { return nil }
    }
}

extension MQTTBroker: CustomStringConvertible {
    /// Without what signs in.
    package var description: String { "\(isTLS ? "mqtts" : "mqtt")://\(host):\(port)" }
}
