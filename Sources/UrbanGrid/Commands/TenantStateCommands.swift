import ArgumentParser
import Foundation
import GridModel
import Operations
import Persistence

extension TenantCommand {
    /// What all commands on one tenant begin with.
    struct Chosen: ParsableArguments {
        @Argument(help: "The tenant's code.") var code: String

        func open(_ settings: Settings) async throws -> (database: any Database, tenant: Tenant) {
            let database = try await ConfiguredDatabase.open(settings)
            return (database, try await TenantOption.find(code, in: database))
        }
    }

    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let nobody in and run nothing for a tenant; nothing is lost.")

        @OptionGroup var chosen: Chosen

        func run() async throws {
            let (database, tenant) = try await chosen.open(Settings())
            _ = try await ManageTenants(database: database, now: { .wallClock }).suspend(tenant.id, by: .commandLine)
            print("The tenant \(tenant.code) is suspended.")
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serve a tenant again: take back a suspension, or a deletion in its period of grace.")

        @OptionGroup var chosen: Chosen

        func run() async throws {
            let (database, tenant) = try await chosen.open(Settings())
            _ = try await ManageTenants(database: database, now: { .wallClock }).resume(tenant.id, by: .commandLine)
            print("The tenant \(tenant.code) is active.")
        }
    }

    struct Delete: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Have a tenant deleted after a period of grace; `resume` takes it back until then.",
            discussion: """
                It is exported to a folder first. `serve` does it once the period of grace has passed; so does this \
                command, run again with --now.
                """)

        @OptionGroup var chosen: Chosen
        @Option(help: "The period of grace in days.") var graceDays = ManageTenants.graceDays
        @Flag(help: "Delete it now: its period of grace has passed.") var now = false

        func validate() throws {
            guard ManageTenants.graceRange.contains(graceDays) else {
                throw ValidationError("--grace-days takes 1 to 365.")
            }
        }

        func run() async throws {
            let settings = try Settings()
            let (database, tenant) = try await chosen.open(settings)
            guard now else {
                let record = try await ManageTenants(database: database, now: { .wallClock }).delete(
                    tenant.id, graceDays: graceDays, by: .commandLine)
                let moment = record?.deleteAfter.map(\.description) ?? ""
                print("The tenant \(tenant.code) is deleted after \(moment); `tenant resume` takes it back until then.")
                return
            }
            let folders = TenantFolders(settings.directory)
            let erase = EraseTenant(database: database, folders: folders)
            let deleted = try await erase(tenant.id, now: .wallClock, by: .commandLine) { print("· \($0) …") }
            print("Deleted \(deleted.values.reduce(0, +)) rows of \(tenant.code) from \(deleted.count) tables.")
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write everything of a tenant into a folder: tables as JSON lines, readings as CSV.")

        @OptionGroup var chosen: Chosen
        @Argument(help: "A folder, new or of an export that was cut short.") var folder: String

        func run() async throws {
            let (database, tenant) = try await chosen.open(Settings())
            guard let record = try await ManageTenants(database: database, now: { .wallClock }).tenant(tenant.id) else {
                throw ValidationError("There is no tenant “\(tenant.code)” any more.")
            }
            let bar = ProgressBar("· Exporting")
            let rows = try await ExportTenant(database: database)(
                record, to: URL(fileURLWithPath: folder, isDirectory: true), now: .wallClock
            ) { bar.show($0, $1) }
            bar.finish()
            print("Wrote \(rows.values.reduce(0, +)) rows into \(rows.count) files in \(folder).")
        }
    }
}

extension TenantFolders {
    /// As they lie in the program's directory.
    init(_ directory: URL) {
        self.init(
            exports: directory.appending(path: "tenant-exports", directoryHint: .isDirectory),
            objects: DatabaseFile.objects(in: directory), uploads: DatabaseFile.uploads(in: directory))
    }
}
