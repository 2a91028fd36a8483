import Configuration
import Foundation
import GridModel
import MQTTDoor
import Operations
import Persistence

/// The MQTT door, where `URBANGRID_MQTT_URL` names a broker.
struct MQTTSettings: Sendable {
    let broker: MQTTBroker
    /// The broker keeps what comes in for it while we are away, so it must not change and be ours alone.
    let clientID: String
    let topics: [TopicTemplate]
    /// PEM file of the authorities that may have signed the broker's certificate; nil: the system's.
    let authorities: String?
    /// The code of the tenant whose meters publish there; nil: the first that was made.
    let tenant: String?

    /// Nil when no broker is named.
    /// - Throws: `SettingsError`
    init?(_ scoped: ConfigReader) throws {
        guard let url = scoped.string(forKey: "mqtt.url", isSecret: true) else { return nil }
        guard let broker = MQTTBroker(url) else {
            // The address may hold a password: it is not repeated.
            throw SettingsError(
                variable: "URBANGRID_MQTT_URL", value: "…", expected: "mqtt://user:password@host:port or mqtts://…")
        }
        self.broker = broker
        clientID = scoped.string(forKey: "mqtt.client.id", default: "urbangrid")
        let text = scoped.string(forKey: "mqtt.topics", default: "meters/{series}")
        let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        topics = words.compactMap { TopicTemplate($0) }
        guard !topics.isEmpty, topics.count == words.count else {
            throw SettingsError(
                variable: "URBANGRID_MQTT_TOPICS", value: text,
                expected: "topics such as meters/{series} or meters/{meter}/{field}, separated by commas")
        }
        tenant = scoped.string(forKey: "mqtt.tenant") ?? scoped.string(forKey: "tenant")
        authorities = scoped.string(forKey: "mqtt.ca.file")
        if let authorities, !FileManager.default.isReadableFile(atPath: authorities) {
            throw SettingsError(
                variable: "URBANGRID_MQTT_CA_FILE", value: authorities, expected: "a PEM file that can be read")
        }
    }

    func isFor(_ tenant: Tenant) -> Bool { self.tenant.map { $0 == tenant.code } ?? (tenant.id == TenantID(1)) }
}
