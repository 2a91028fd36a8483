import Foundation
import GridModel
import Identity
import Operations
import Persistence

/// The demo's people, one of each role. Their passwords are made by chance once and lie beside the demo's database, in a
/// file that only its owner can read.
struct DemoLogins {
    struct Login: Codable, Hashable {
        let email: String
        let password: String
        /// As the role is shown.
        let role: String
    }

    private struct Person {
        let email: String
        let name: String
        /// Nil: the owner of the installation, who belongs to no tenant.
        let role: BuiltInRole?
    }

    private static let people = [
        Person(email: "admin@demo.example", name: "Ada Admin", role: .admin),
        Person(email: "operator@demo.example", name: "Omar Operator", role: .operator),
        Person(email: "viewer@demo.example", name: "Vera Viewer", role: .viewer),
        Person(email: "owner@demo.example", name: "Olga Owner", role: nil),
    ]
    static let fileName = "demo-logins.json"
    private static let passwordCharacters = 20

    private let file: URL

    /// - Parameter home: the demo's directory.
    init(home: URL) {
        file = home.appending(path: Self.fileName)
    }

    /// Makes the people who are not there yet.
    /// - Returns: every login whose password is known: an account that was made elsewhere keeps its own.
    func prepare(_ manage: ManageUsers, tenant: TenantID) async throws -> [Login] {
        var known = try stored()
        for person in Self.people where !known.contains(where: { $0.email == person.email }) {
            let password = String(SecretToken().text.prefix(Self.passwordCharacters))
            let draft = ManageUsers.Draft(
                email: person.email, name: person.name, password: password, tenant: person.role == nil ? nil : tenant,
                role: (person.role ?? .viewer).rawValue, isPlatformOwner: person.role == nil)
            do {
                _ = try await manage.create(draft)
            } catch AccountRefusal.conflict {
                // The file was lost: `urbangrid user reset-password` gives a new password.
                continue
            }
            known.append(Login(email: person.email, password: password, role: person.role?.name ?? "Platform owner"))
            try store(known)
        }
        return known
    }

    private func stored() throws -> [Login] {
        guard FileManager.default.fileExists(atPath: file.path) else { return [] }
        return try JSONDecoder().decode([Login].self, from: Data(contentsOf: file))
    }

    private func store(_ logins: [Login]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        // Made with its mode, so that nobody else can open it meanwhile.
        let whole = file.appendingPathExtension("new")
        guard
            FileManager.default.createFile(
                atPath: whole.path, contents: try encoder.encode(logins), attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown) }
        // Foundation's `replaceItemAt` fails on Linux, with or without a file to replace.
        if FileManager.default.fileExists(atPath: file.path) { try FileManager.default.removeItem(at: file) }
        try FileManager.default.moveItem(at: whole, to: file)
    }
}
