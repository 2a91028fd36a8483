import ArgumentParser
import Foundation
import GridAPI
import MQTTDoor
import Operations
import PostgresDriver

/// Prints the configuration as it is understood.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the configuration and print it.")

    func run() async throws {
        let settings = try Settings()
        print("URBANGRID_PORT       \(settings.port)")
        print("URBANGRID_LISTEN_ADDRESS  \(settings.listenAddress.text)")
        print("DATABASE_URL         \(try settings.databaseURL.map(Self.shown) ?? "(embedded, in the directory)")")
        print("URBANGRID_OWNER_DATABASE_URL  \(try settings.ownerDatabaseURL.map(Self.shown) ?? "(as DATABASE_URL)")")
        print("URBANGRID_DIRECTORY  \(settings.directory.path)")
        print("URBANGRID_WEB_ROOT   \(settings.webRoot.path)")
        print("URBANGRID_LOG_LEVEL  \(settings.logLevel)")
        print("URBANGRID_TENANT     \(settings.tenant ?? "(every active one)")")
        print("URBANGRID_MQTT_URL   \(settings.mqtt?.broker.description ?? "(no broker)")")
        if let mqtt = settings.mqtt {
            print("URBANGRID_MQTT_TOPICS     \(mqtt.topics.map(\.filter).joined(separator: ", "))")
            print("URBANGRID_MQTT_CLIENT_ID  \(mqtt.clientID)")
            print("URBANGRID_MQTT_CA_FILE    \(mqtt.authorities ?? "(the system's)")")
        }
        for line in settings.limits.printed { print(line) }
        print("URBANGRID_COMMIT     \(settings.commit ?? "(not given)")")
        print("URBANGRID_OPEN_METEO_API_KEY  \(settings.openMeteoKey == nil ? "(not given)" : "(hidden)")")
        print("URBANGRID_OPENAQ_API_KEY      \(settings.openAQKey == nil ? "(not given)" : "(hidden)")")
        print("URBANGRID_METRICS_TOKEN       \(settings.metricsToken == nil ? "(not given)" : "(hidden)")")
        print("URBANGRID_OWNERS_NEED_SECOND_FACTOR  \(settings.ownersNeedSecondFactor ? "yes" : "no")")
        print("URBANGRID_TOTP_TOLERANCE             \(settings.codeTolerance)")
        print("URBANGRID_SESSIONS_PER_PERSON        \(settings.mostSessions)")
        for line in settings.breachedPasswords.printed { print(line) }
        print("URBANGRID_PLAIN_CONNECTIONS   \(settings.allowsPlainConnections ? "yes" : "no")")
        print("URBANGRID_CONNECTORS_PRIVATE  \(settings.allowsPrivateConnectors ? "yes" : "no")")
        print("URBANGRID_PUBLIC_URL          \(settings.publicAddress?.text ?? "(this machine only)")")
        for line in try ProviderSettings.printed() { print(line) }
        print("URBANGRID_SECRET_KEY          \(try Self.key("URBANGRID_SECRET_KEY"))")
        print("URBANGRID_SECRET_KEY_NEXT     \(try Self.key("URBANGRID_SECRET_KEY_NEXT"))")
    }

    /// Whether there is a key, which must be one.
    private static func key(_ variable: String) throws -> String {
        let environment = try Environment.resolved(ProcessInfo.processInfo.environment)
        guard try AccountEnvironment.key(variable, environment[variable]) != nil else { return "(not given)" }
        return Environment.origin(of: variable).map { "(hidden, from \($0))" } ?? "(hidden)"
    }

    /// Without its password.
    private static func shown(_ url: String) throws -> String { try PostgresConnectionString(url).description }
}
