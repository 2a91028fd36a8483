import Configuration
import Foundation
import GridAPI
import Identity
import Logging
import Operations

/// What the environment says (`URBANGRID_…`), checked at start.
struct Settings: Sendable {
    let port: Int
    let listenAddress: ListenAddress
    /// PostgreSQL's connection string; nil: the embedded engine, in `directory`.
    let databaseURL: String?
    /// As which migrations change tables, where that is another role than the one that serves.
    let ownerDatabaseURL: String?
    let directory: URL
    let webRoot: URL
    let logLevel: Logger.Level
    let tenant: String?
    /// Nil: no broker is asked for readings.
    let mqtt: MQTTSettings?
    /// How much is let through.
    let limits: LimitSettings
    /// Of the program, for the provenance of models; `./grid` sets it.
    let commit: String?
    /// Keys of providers of weather and air quality. Never printed.
    let openMeteoKey: String?
    let openAQKey: String?
    /// What a collector of metrics shows; nil: `/metrics` answers anybody. Never printed.
    let metricsToken: String?
    /// Whether connectors may talk to this machine and private networks, without TLS.
    let allowsPrivateConnectors: Bool
    /// By which people reach the web app; nil: this machine alone.
    let publicAddress: PublicAddress?
    /// Whether platform owners need a second factor.
    let ownersNeedSecondFactor: Bool
    /// What nobody may choose, besides the common passwords.
    let breachedPasswords: BreachedPasswordSettings
    /// Whether what goes over the network to services may go without TLS.
    let allowsPlainConnections: Bool
    /// Steps of thirty seconds by which an authenticator's clock may differ.
    let codeTolerance: Int
    /// Open sessions that one person may have.
    let mostSessions: Int

    /// - Throws: `SettingsError` that names the variable and what it takes.
    init(_ given: ConfigReader? = nil) throws {
        let reader = try given ?? Environment.reader()
        let scoped = reader.scoped(to: "urbangrid")
        port = try Self.port(scoped.string(forKey: "port"))
        listenAddress = try Self.listenAddress(scoped.string(forKey: "listen.address"))
        databaseURL = reader.string(forKey: "database.url", isSecret: true)
        ownerDatabaseURL = scoped.string(forKey: "owner.database.url", isSecret: true)
        directory = URL(fileURLWithPath: scoped.string(forKey: "directory", default: "var"), isDirectory: true)
        webRoot = URL(fileURLWithPath: scoped.string(forKey: "web.root", default: "web/dist"), isDirectory: true)
        logLevel = try Self.logLevel(scoped.string(forKey: "log.level", default: "info"))
        tenant = scoped.string(forKey: "tenant")
        mqtt = try MQTTSettings(scoped)
        limits = try LimitSettings(reader)
        commit = scoped.string(forKey: "commit")
        openMeteoKey = try Self.key(
            "URBANGRID_OPEN_METEO_API_KEY", scoped.string(forKey: "open.meteo.api.key", isSecret: true))
        openAQKey = try Self.key("URBANGRID_OPENAQ_API_KEY", scoped.string(forKey: "openaq.api.key", isSecret: true))
        metricsToken = try Self.key(
            "URBANGRID_METRICS_TOKEN", scoped.string(forKey: "metrics.token", isSecret: true), atLeast: 16)
        allowsPrivateConnectors = try Self.flag(
            "URBANGRID_CONNECTORS_PRIVATE", scoped.string(forKey: "connectors.private"))
        ownersNeedSecondFactor = try Self.flag(
            "URBANGRID_OWNERS_NEED_SECOND_FACTOR", scoped.string(forKey: "owners.need.second.factor"))
        breachedPasswords = try BreachedPasswordSettings(scoped)
        allowsPlainConnections = try Self.flag(
            PlainConnections.variable, scoped.string(forKey: "plain.connections"))
        try PlainConnections(areAllowed: allowsPlainConnections).check(mqtt?.broker, limits.redis)
        for (url, variable) in [
            (databaseURL, "DATABASE_URL"), (ownerDatabaseURL, "URBANGRID_OWNER_DATABASE_URL"),
        ] {
            guard let url else { continue }
            try PlainConnections(areAllowed: allowsPlainConnections).check(postgres: url, of: variable)
        }
        codeTolerance =
            try Self.count(
                "URBANGRID_TOTP_TOLERANCE", scoped.string(forKey: "totp.tolerance"), in: TOTP.tolerances) ?? 0
        mostSessions =
            try Self.count(
                "URBANGRID_SESSIONS_PER_PERSON", scoped.string(forKey: "sessions.per.person"),
                in: ManageSessions.limits) ?? AccountSettings.mostSessionsByDefault
        publicAddress = try scoped.string(forKey: "public.url").map { text in
            guard let address = PublicAddress(text) else {
                throw SettingsError(
                    variable: "URBANGRID_PUBLIC_URL", value: text, expected: "https://host or https://host:port")
            }
            return address
        }
    }

    /// Printable ASCII, as a header takes it. The error does not show the value.
    private static func key(_ variable: String, _ text: String?, atLeast shortest: Int = 1) throws -> String? {
        guard let text, !text.isEmpty else { return nil }
        guard (shortest...500).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw SettingsError(
                variable: variable, value: "(hidden)",
                expected: "\(shortest) to 500 characters of printable ASCII without spaces")
        }
        return text
    }

    static func count(_ variable: String, _ text: String?, in range: ClosedRange<Int>) throws -> Int? {
        guard let text, !text.isEmpty else { return nil }
        if let number = Int(text), range.contains(number) { return number }
        throw SettingsError(
            variable: variable, value: text, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
    }

    static func flag(_ variable: String, _ text: String?) throws -> Bool {
        switch text ?? "" {
        case "", "0", "false", "no": return false
        case "1", "true", "yes": return true
        default: throw SettingsError(variable: variable, value: text ?? "", expected: "1 or 0")
        }
    }

    private static func port(_ text: String?) throws -> Int {
        guard let text else { return 8080 }
        guard let port = Int(text), (0...65_535).contains(port) else {
            throw SettingsError(variable: "URBANGRID_PORT", value: text, expected: "a number from 0 to 65535")
        }
        return port
    }

    private static func listenAddress(_ text: String?) throws -> ListenAddress {
        guard let text, !text.isEmpty else { return .thisMachine }
        guard let address = ListenAddress(text) else {
            throw SettingsError(
                variable: "URBANGRID_LISTEN_ADDRESS", value: text,
                expected: "a numeric address of this machine, 0.0.0.0 or :: for all of them")
        }
        return address
    }

    private static func logLevel(_ text: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            throw SettingsError(
                variable: "URBANGRID_LOG_LEVEL", value: text,
                expected: "one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return level
    }
}

/// An environment variable that cannot be used.
struct SettingsError: Error, CustomStringConvertible {
    let variable: String
    let value: String
    let expected: String

    var description: String { "\(variable) is \"\(value)\"; expected \(expected)." }
}
