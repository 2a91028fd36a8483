import ArgumentParser
import GridModel
import Identity
import Operations
import Persistence

/// Makes, lists and disables accounts.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Make, list, disable and delete people's accounts.",
        subcommands: [Create.self, List.self, ResetPassword.self, Disable.self, Delete.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account, or give one that is there another tenant.",
            discussion: "Without --password-stdin, a link is printed by which they choose a password within a day.")

        @Argument(help: "Their e-mail address.") var email: String
        @Option(help: "The name people see.") var name: String?
        @Option(help: "The code of a tenant they belong to.") var tenant: String?
        @Option(help: "Their role there: admin, operator, viewer or a custom one's code.") var role = "viewer"
        @Flag(help: "Read the password from standard input: one line.") var passwordStdin = false
        @Flag(help: "Let them make, suspend and delete tenants.") var platformOwner = false

        func run() async throws {
            let accounts = try await CommandAccounts()
            let draft = ManageUsers.Draft(
                email: email, name: name ?? String(email.prefix { $0 != "@" }),
                password: passwordStdin ? try CommandAccounts.readPassword() : nil,
                tenant: try await accounts.tenant(tenant), role: role, isPlatformOwner: platformOwner)
            let link = try await accounts.manage.create(draft)
            print("“\(email)” can sign in" + (tenant.map { " to \($0) as \(role)." } ?? "."))
            if let link { print("They choose a password within a day at:\n\(link)") }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts with their tenants and roles.")

        private static let page = 500

        func run() async throws {
            let accounts = try await CommandAccounts()
            var after: UserID?
            while true {
                let found = try await accounts.manage.list(after: after, limit: Self.page)
                for (user, tenants) in found {
                    var marks = tenants.map { "\($0.name): \($0.roleName)" }
                    if user.isPlatformOwner { marks.insert("platform owner", at: 0) }
                    if user.hasSecondFactor { marks.append("second factor") }
                    if user.disabledAt != nil { marks.append("disabled") }
                    print("\(user.email)\t\(user.name)\t\(marks.joined(separator: ", "))")
                }
                guard found.count == Self.page, let last = found.last else { return }
                after = last.user.id
            }
        }
    }

    struct ResetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an account another password and end its sessions.",
            discussion: "Without --password-stdin, a link is printed by which they choose one within a day.")

        @Argument(help: "Their e-mail address.") var email: String
        @Flag(help: "Read the password from standard input: one line.") var passwordStdin = false

        func run() async throws {
            let accounts = try await CommandAccounts()
            let link = try await accounts.manage.resetPassword(
                email, to: passwordStdin ? try CommandAccounts.readPassword() : nil)
            print(link.map { "They choose a password within a day at:\n\($0)" } ?? "The password was changed.")
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep somebody out and end their sessions; --undo lets them in again.")

        @Argument(help: "Their e-mail address.") var email: String
        @Flag(help: "Let them in again.") var undo = false

        func run() async throws {
            let accounts = try await CommandAccounts()
            try await accounts.manage.set(isDisabled: !undo, email)
            print(undo ? "“\(email)” may sign in again." : "“\(email)” is kept out; their sessions have ended.")
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete an account for good; audit logs keep what was done by it.")

        @Argument(help: "Their e-mail address.") var email: String

        func run() async throws {
            try await CommandAccounts().manage.delete(email)
            print("“\(email)” has no account any more.")
        }
    }
}
