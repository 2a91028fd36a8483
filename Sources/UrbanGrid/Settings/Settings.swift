import Configuration
import Foundation
import Logging

/// What the environment says (`URBANGRID_…`), checked at start.
struct Settings: Sendable {
    let port: Int
    /// PostgreSQL's connection string; nil: the embedded engine, in `directory`.
    let databaseURL: String?
    /// As which migrations change tables, where that is another role than the one that serves.
    let ownerDatabaseURL: String?
    let directory: URL
    let webRoot: URL
    let logLevel: Logger.Level
    let tenant: String?
    /// Of the program, for the provenance of models; `./grid` sets it.
    let commit: String?

    /// - Throws: `SettingsError` that names the variable and what it takes.
    init(_ reader: ConfigReader = ConfigReader(provider: EnvironmentVariablesProvider())) throws {
        let scoped = reader.scoped(to: "urbangrid")
        port = try Self.port(scoped.string(forKey: "port"))
        databaseURL = reader.string(forKey: "database.url", isSecret: true)
        ownerDatabaseURL = scoped.string(forKey: "owner.database.url", isSecret: true)
        directory = URL(fileURLWithPath: scoped.string(forKey: "directory", default: "var"), isDirectory: true)
        webRoot = URL(fileURLWithPath: scoped.string(forKey: "web.root", default: "web/dist"), isDirectory: true)
        logLevel = try Self.logLevel(scoped.string(forKey: "log.level", default: "info"))
        tenant = scoped.string(forKey: "tenant")
        commit = scoped.string(forKey: "commit")
    }

    private static func port(_ text: String?) throws -> Int {
        guard let text else { return 8080 }
        guard let port = Int(text), (0...65_535).contains(port) else {
            throw SettingsError(variable: "URBANGRID_PORT", value: text, expected: "a number from 0 to 65535")
        }
        return port
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
