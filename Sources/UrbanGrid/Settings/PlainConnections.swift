import Foundation
import Identity
import MQTTDoor
import PostgresDriver
import RedisDriver

/// Refuses connections that others on the network could read: to PostgreSQL, Redis and a broker only with TLS, unless
/// they stay on this machine, or whoever runs it says that they are protected otherwise.
struct PlainConnections {
    static let variable = "URBANGRID_PLAIN_CONNECTIONS"

    /// Whether the operator has said so.
    let areAllowed: Bool
    /// libpq's own, which hold where the string says nothing.
    var environment = ProcessInfo.processInfo.environment

    /// - Throws: `SettingsError`
    func check(_ broker: MQTTBroker?, _ redis: RedisAddress?) throws {
        if let broker, !broker.isTLS, !Self.isHere(broker.host) {
            try refuse("URBANGRID_MQTT_URL", "\(broker)", "mqtts:// for a broker on the network")
        }
        if let redis, !redis.isEncrypted, !Self.isHere(redis.host) {
            try refuse("REDIS_URL", "\(redis)", "rediss:// for a server on the network")
        }
    }

    /// A string that libpq cannot read is left to whoever opens the database.
    /// - Throws: `SettingsError`
    func check(postgres text: String, of variable: String) throws {
        guard let string = try? PostgresConnectionString(text) else { return }
        // A service of libpq's own file says neither here.
        let hosts =
            string.places ?? environment["PGHOSTADDR"] ?? environment["PGHOST"] ?? (string.isOfService ? "?" : "")
        guard !hosts.split(separator: ",").allSatisfy({ Self.isHere(String($0)) }) else { return }
        let mode = string.sslMode ?? environment["PGSSLMODE"] ?? "prefer"
        guard !["verify-ca", "verify-full"].contains(mode) else { return }
        try refuse(variable, "\(string)", "sslmode=verify-full, or verify-ca, for a server on the network, not \(mode)")
    }

    private func refuse(_ variable: String, _ value: String, _ wanted: String) throws {
        guard !areAllowed else { return }
        throw SettingsError(
            variable: variable, value: value,
            expected: "\(wanted); where the network itself protects the connection, set \(Self.variable)=1")
    }

    /// A socket's folder, or this machine's own address.
    static func isHere(_ host: String) -> Bool {
        if host.hasPrefix("/") || host.hasPrefix("@") || host.lowercased() == "localhost" { return true }
        guard let address = IPAddress(host) else { return false }
        return blocks.contains { $0.contains(address) }
    }

    private static let blocks = ["127.0.0.0/8", "::1/128"].compactMap { AddressBlock($0) }
}
