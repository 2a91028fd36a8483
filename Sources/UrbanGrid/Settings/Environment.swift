import Configuration
import Foundation

/// The environment as settings are read from it: a secret may stand in a file instead, which `NAME_FILE` names, as Docker,
/// Kubernetes, systemd's credentials and agents of vaults hand secrets over.
enum Environment {
    /// What may come from a file. The client secrets of sign-in services do too.
    static let secrets = [
        "DATABASE_URL", "URBANGRID_OWNER_DATABASE_URL", "REDIS_URL", "URBANGRID_MQTT_URL", "URBANGRID_SECRET_KEY",
        "URBANGRID_SECRET_KEY_NEXT", "URBANGRID_METRICS_TOKEN", "URBANGRID_OPENAQ_API_KEY",
        "URBANGRID_OPEN_METEO_API_KEY",
    ]
    private static let mostBytes = 64 << 10

    /// - Throws: `SettingsError` for a file that cannot be read, and for a secret that is given twice.
    static func reader() throws -> ConfigReader {
        ConfigReader(
            provider: EnvironmentVariablesProvider(
                environmentVariables: try resolved(ProcessInfo.processInfo.environment)))
    }

    /// With the contents of the files that it names.
    static func resolved(_ given: [String: String]) throws -> [String: String] {
        var environment = given
        for (variable, path) in given where variable.hasSuffix("_FILE") && !path.isEmpty {
            let name = String(variable.dropLast("_FILE".count))
            guard isSecret(name) else { continue }
            guard given[name, default: ""].isEmpty else {
                throw SettingsError(variable: variable, value: path, expected: "only one of \(name) and \(variable)")
            }
            environment[name] = try contents(of: path, variable)
        }
        return environment
    }

    /// Where a secret comes from, for `urbangrid check`: its value is shown nowhere.
    static func origin(of name: String) -> String? { ProcessInfo.processInfo.environment[name + "_FILE"] }

    private static func isSecret(_ name: String) -> Bool {
        secrets.contains(name) || (name.hasPrefix("URBANGRID_OIDC_") && name.hasSuffix("_CLIENT_SECRET"))
    }

    /// One secret, without the line's end that editors put behind it.
    private static func contents(of path: String, _ variable: String) throws -> String {
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: mostBytes + 1)
        else { throw SettingsError(variable: variable, value: path, expected: "a file that can be read and holds it") }
        guard data.count <= mostBytes, let text = String(validating: data, as: UTF8.self) else {
            throw SettingsError(
                variable: variable, value: path, expected: "a file of text, at most \(mostBytes) bytes")
        }
        let secret = text.trimmingCharacters(in: .newlines)
        guard !secret.isEmpty, !secret.contains(where: \.isNewline) else {
            throw SettingsError(variable: variable, value: path, expected: "a file with one line")
        }
        return secret
    }
}
