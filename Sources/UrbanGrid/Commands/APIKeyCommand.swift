import ArgumentParser
import Foundation
import GridModel
import Identity
import Operations
import Persistence

/// Makes, lists and revokes API keys: for the first set-up and for scripts.
struct APIKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api-key", abstract: "Make, list and revoke a tenant's API keys.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key.",
            discussion: "The key is printed once, alone on the last line; nobody can find it out again.")

        @Option(help: "The tenant's code.") var tenant: String
        @Option(help: "What the key is for, as lists show it.") var name: String
        @Option(name: .customLong("scope"), help: "A permission, such as readings.write; may be given several times.")
        var scopes: [String] = []
        @Flag(help: "Every permission that a key can have.") var allScopes = false
        @Option(name: .customLong("from"), help: "A block of addresses it may be used from, such as 192.0.2.0/24.")
        var addresses: [String] = []
        @Option(help: "It ends after so many days; without, never.") var days: Int?

        func validate() throws {
            guard allScopes != !scopes.isEmpty else { throw ValidationError("Give --scope or --all-scopes.") }
            if let days, !(1...3652).contains(days) {
                throw ValidationError("--days takes a number from 1 to 3652.")
            }
        }

        func run() async throws {
            let database = try await ConfiguredDatabase.open(Settings())
            let scope = TenantScope(tenant: try await TenantOption.find(tenant, in: database).id)
            let draft = APIKeyDraft(
                name: name, scopes: allScopes ? APIKey.grantable.map(\.rawValue).sorted() : scopes,
                allowedAddresses: addresses,
                expiresAt: days.map { Timestamp.wallClock + Int64($0) * 86_400 })
            let made = try await ManageAPIKeys(database: database, scope: scope, now: { .wallClock })
                .make(draft, by: .operating(.commandLine))
            print("Made the key “\(made.key.settings.name)” (number \(made.key.id)) of \(tenant). Keep it safe:")
            print(made.token.text)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys; never their secrets.")

        private static let page = 500

        @Option(help: "The tenant's code.") var tenant: String

        func run() async throws {
            let database = try await ConfiguredDatabase.open(Settings())
            let scope = TenantScope(tenant: try await TenantOption.find(tenant, in: database).id)
            let queries = APIKeyQueries(database: database, scope: scope, now: { .wallClock })
            var after: APIKeyID?
            while true {
                let keys = try await queries.list(after: after, limit: Self.page)
                for key in keys {
                    let used = key.lastUsedAt.map { "last used \($0.iso8601)" } ?? "never used"
                    print("\(key.id)\t\(key.settings.name)\t\(key.state(at: .wallClock).rawValue)\t\(used)")
                }
                guard keys.count == Self.page, let last = keys.last else { return }
                after = last.id
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Revoke a key at once and for good.")

        @Option(help: "The tenant's code.") var tenant: String
        @Argument(help: "The key's number.") var key: Int64

        func run() async throws {
            let database = try await ConfiguredDatabase.open(Settings())
            let scope = TenantScope(tenant: try await TenantOption.find(tenant, in: database).id)
            let manage = ManageAPIKeys(database: database, scope: scope, now: { .wallClock })
            guard try await manage.revoke(APIKeyID(key), by: .operating(.commandLine)) != nil else {
                throw ValidationError("There is no key \(key).")
            }
            print("The key \(key) is revoked.")
        }
    }
}
