import Configuration
import Foundation
import GridAPI
import Identity
import Operations

/// What the environment says of accounts, checked at start.
struct AccountEnvironment: Sendable {
    let settings: AccountSettings
    /// What secrets are sealed with. Never printed.
    let keys: MasterKeyRing
    /// What nobody may choose, besides the common passwords.
    let breachedPasswords: BreachedPasswordSettings
    /// Where mail lies, as long as no server sends it.
    let outbox: URL

    /// Whether people reach the server by HTTPS.
    var isSecure: Bool { settings.publicURL.hasPrefix("https://") }

    /// - Parameters:
    ///   - directory: of the embedded database and of mail; nil: as `settings` says.
    ///   - port: by which this machine reaches the server, where no address is given; nil: as `settings` says.
    /// - Throws: `SettingsError`, `SecretKeyFileError`
    init(
        _ settings: Settings, directory: URL? = nil, port: Int? = nil,
        reader: ConfigReader? = nil
    ) throws {
        let scoped = try (reader ?? Environment.reader()).scoped(to: "urbangrid")
        breachedPasswords = settings.breachedPasswords
        let directory = directory ?? settings.directory
        self.settings = AccountSettings(
            registration: try Self.registration(scoped.string(forKey: "registration")),
            publicURL: settings.publicAddress?.text ?? "http://127.0.0.1:\(port ?? settings.port)",
            ownersNeedSecondFactor: settings.ownersNeedSecondFactor, codeTolerance: settings.codeTolerance,
            mostSessions: settings.mostSessions,
            providers: try ProviderSettings.read(scoped))
        outbox = directory.appendingPathComponent("outbox", isDirectory: true)
        let next = try Self.key("URBANGRID_SECRET_KEY_NEXT", scoped.string(forKey: "secret.key.next", isSecret: true))
        if let key = try Self.key("URBANGRID_SECRET_KEY", scoped.string(forKey: "secret.key", isSecret: true)) {
            keys = MasterKeyRing(current: key, next: next)
        } else {
            guard settings.databaseURL == nil else {
                throw SettingsError(
                    variable: "URBANGRID_SECRET_KEY", value: "",
                    expected: "32 random bytes in base64url, as `urbangrid secrets key` prints them")
            }
            keys = MasterKeyRing(current: try SecretKeyFile.openOrMake(in: directory), next: next)
        }
    }

    private static func registration(_ text: String?) throws -> AccountSettings.Registration {
        guard let text else { return .invite }
        guard let registration = AccountSettings.Registration(rawValue: text) else {
            throw SettingsError(variable: "URBANGRID_REGISTRATION", value: text, expected: "open, invite or closed")
        }
        return registration
    }

    /// 32 bytes in base64 or base64url, with or without padding. The error does not show the value.
    static func key(_ variable: String, _ text: String?) throws -> MasterKey? {
        guard let text, !text.isEmpty else { return nil }
        let plain = text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        guard let key = Base64URL.decode(plain).flatMap({ MasterKey(bytes: $0) }) else {
            throw SettingsError(variable: variable, value: "(hidden)", expected: "32 bytes in base64url")
        }
        return key
    }
}
