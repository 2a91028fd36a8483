import ArgumentParser
import Foundation
import GridModel
import Operations
import Persistence

/// Verifies and exports audit logs.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Verify and export the audit logs.", subcommands: [Verify.self, Export.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go through the logs and say where one was tampered with; exit status 1 when one was.",
            discussion: """
                Prints each log's head. Note it where nobody who can write to the database can change it: only \
                --expect with a head noted outside proves that a log's end was not cut off or written anew together \
                with the platform's log.
                """)

        @Option(help: "A tenant's code; without it the logs of all tenants and the platform's.") var tenant: String?
        @Option(help: "With --tenant: a head that was noted before, NUMBER:HASH.") var expect: String?

        func validate() throws {
            if let expect {
                guard tenant != nil else { throw ValidationError("--expect needs --tenant.") }
                guard AuditHead(text: expect) != nil else { throw ValidationError("--expect takes NUMBER:HASH.") }
            }
        }

        func run() async throws {
            let database = try await ConfiguredDatabase.open(Settings())
            var logs: [(name: String, id: TenantID?)] = []
            if let tenant {
                logs = [(tenant, try await TenantOption.find(tenant, in: database).id)]
            } else {
                let tenants = try await database.readUnscoped { try TenantDirectory($0).all() }
                logs = [("platform", nil)] + tenants.map { ($0.code, $0.id) }
            }
            var isIntact = true
            for (name, id) in logs {
                let found = try await VerifyAudit(database: database, tenant: id)(
                    expected: expect.flatMap(AuditHead.init(text:)))
                print(Self.text(name, found))
                if found.fault != nil { isIntact = false }
            }
            if !isIntact { throw ExitCode.failure }
        }

        private static func text(_ name: String, _ found: AuditVerification) -> String {
            let head = found.head.map { "; head \($0.text)" } ?? ""
            guard let fault = found.fault else {
                let noted =
                    found.notedThrough > 0
                    ? "held against heads noted up to entry \(found.notedThrough)"
                    : "no head was noted, so nobody can say whether its end is missing"
                return "\(name): intact, \(found.entries) entries, \(noted)\(head)"
            }
            let what =
                switch fault.kind {
                case .changed: "entry \(fault.number) was changed"
                case .missing: "entry \(fault.number) is missing"
                case .unchained:
                    "entry \(fault.number) does not follow from the one before it: it was put in or exchanged"
                case .rewritten: "entry \(fault.number) is another than was noted when it was the newest"
                case .truncated: "the end is cut off: entry \(fault.number) and what came after is missing"
                }
            return "\(name): TAMPERED WITH: \(what); \(found.entries) entries before it are sound\(head)"
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write an audit log to standard output.")

        @Option(help: "A tenant's code; without it the platform's log.") var tenant: String?
        @Option(help: "csv or jsonl.") var format = ExportAudit.Format.csv.rawValue

        func validate() throws {
            guard ExportAudit.Format(rawValue: format) != nil else {
                throw ValidationError("--format takes csv or jsonl.")
            }
        }

        func run() async throws {
            let database = try await ConfiguredDatabase.open(Settings())
            var id: TenantID?
            if let tenant { id = try await TenantOption.find(tenant, in: database).id }
            let export = ExportAudit(database: database, tenant: id).prepare(
                AuditFilter(), as: ExportAudit.Format(rawValue: format) ?? .csv, name: tenant ?? "platform")
            try await export.write { try FileHandle.standardOutput.write(contentsOf: Data($0)) }
        }
    }
}
