import ArgumentParser
import Foundation
import GridModel
import Identity
import Operations
import Persistence

/// Accounts as commands manage them.
struct CommandAccounts {
    let manage: ManageUsers
    private let database: any Database

    init() async throws {
        let settings = try Settings()
        database = try await ConfiguredDatabase.open(settings)
        manage = try Self.manage(database, AccountEnvironment(settings))
    }

    static func manage(_ database: any Database, _ environment: AccountEnvironment) throws -> ManageUsers {
        ManageUsers(
            database: database, settings: environment.settings, hasher: try PasswordHasher(), rules: PasswordRules(),
            breached: environment.breachedPasswords.sources { error in
                FileHandle.standardError.write(Data("Breached passwords cannot be looked up: \(error)\n".utf8))
            },
            actor: Actor(kind: .commandLine, name: NSUserName()), now: { .wallClock })
    }

    func tenant(_ code: String?) async throws -> TenantID? {
        guard let code else { return nil }
        return try await TenantOption.find(code, in: database).id
    }

    /// One line of standard input: an argument could be read by others in the list of processes.
    static func readPassword() throws -> String {
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw ValidationError("Standard input holds no password; expected one line.")
        }
        return line
    }
}
