import Foundation
import GridAPI
import HTTPTypes
import Identity
import Testing

/// Holds `docs/permissions.md` against the routes and roles that there are.
///
/// `URBANGRID_WRITE_DOCS=1 swift test --filter PermissionsDocumentTests` writes it anew.
@Suite struct PermissionsDocumentTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/permissions.md")

    @Test func describesEveryRouteAndWhatItAsksFor() throws {
        let wanted = Self.document()
        if ProcessInfo.processInfo.environment["URBANGRID_WRITE_DOCS"] == "1" {
            try Data(wanted.utf8).write(to: Self.file)
        }
        let found = try String(contentsOf: Self.file, encoding: .utf8)
        let (have, want) = (Set(found.split(separator: "\n")), wanted.split(separator: "\n"))
        let missing = want.filter { !have.contains($0) }
        #expect(missing.isEmpty, "docs/permissions.md lacks: \(missing.prefix(5).joined(separator: "\n"))")
        #expect(found == wanted, "docs/permissions.md is to be written anew: see PermissionsDocumentTests.")
    }

    @Test func everyPermissionIsAskedForBySomeRouteOrSaidNotToBe() {
        let asked = Set(
            TestServer().server.catalog.entries.compactMap { entry -> Permission? in
                if case .permission(let permission) = entry.requirement { permission } else { nil }
            })
        let unused = Set(Permission.allCases).subtracting(asked)
        // Keys come with their own routes; a tenant is deleted by the installation's owner.
        #expect(unused.isSubset(of: [.keysRead, .keysWrite, .tenantDelete]), "\(unused)")
    }

    private static func document() -> String {
        var lines = [
            "# Permissions", "",
            "Written by `PermissionsDocumentTests` from the routes and roles of the program; do not edit.", "",
            "## What each permission allows, and which built-in role has it", "",
            "| permission | allows | Admin | Operator | Viewer |", "| --- | --- | --- | --- | --- |",
        ]
        for permission in Permission.allCases {
            let roles = BuiltInRole.allCases.map { $0.permissions.contains(permission) ? "yes" : "" }
            lines.append("| `\(permission.rawValue)` | \(permission.meaning) | \(roles.joined(separator: " | ")) |")
        }
        lines += [
            "", "Custom roles are any sets of these. Nobody gives, takes away or makes a role of more than they have",
            "themselves. The owner of the installation has none of them by that: the platform's routes are all.", "",
            "## What each route asks for", "", "| route | asks for |", "| --- | --- |",
        ]
        let entries = TestServer().server.catalog.entries.sorted {
            ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue)
        }
        for entry in entries {
            let name: String
            if case .permission(let permission) = entry.requirement {
                name = "`\(permission.rawValue)`"
            } else {
                name = entry.requirement.name
            }
            lines.append("| `\(entry.method.rawValue) \(entry.path)` | \(name) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
