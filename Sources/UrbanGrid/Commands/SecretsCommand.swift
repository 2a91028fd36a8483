import ArgumentParser
import Foundation
import GridModel
import Identity
import Operations
import Persistence

/// Makes and rotates what secrets are sealed with.
struct SecretsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets", abstract: "Keys that secrets are sealed with: make and rotate them.",
        subcommands: [Key.self, Rotate.self])

    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a new key for URBANGRID_SECRET_KEY. Keep it outside the database and its backups.")

        func run() { print(Base64URL.encode(MasterKey.makeBytes())) }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give every tenant a new data key, and seal everything with the newest keys.",
            discussion: """
                With URBANGRID_SECRET_KEY_NEXT set, everything is sealed under that key, and URBANGRID_SECRET_KEY is \
                needed no more: set URBANGRID_SECRET_KEY to the next key and unset the other. Every server must have \
                both while this runs. Cut short, run it again.
                """)

        func run() async throws {
            let settings = try Settings()
            guard let keys = settings.secretKeys else {
                throw SettingsError(
                    variable: "URBANGRID_SECRET_KEY", value: "",
                    expected: "a key, as `urbangrid secrets key` prints one")
            }
            let database = try await ConfiguredDatabase.open(settings)
            let outcome = try await RotateSecrets(database: database, keys: keys, now: { .wallClock })(by: .commandLine)
            print("New data keys for \(outcome.tenants) tenants; \(outcome.secrets) secrets sealed anew.")
            if keys.isRotating {
                print(
                    "\(outcome.platformValues) second factors and signing keys sealed anew. Now set "
                        + "URBANGRID_SECRET_KEY to the value of URBANGRID_SECRET_KEY_NEXT and unset that.")
            }
        }
    }
}
