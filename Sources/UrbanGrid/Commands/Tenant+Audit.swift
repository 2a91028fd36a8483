import Foundation
import GridModel
import Operations
import Persistence

extension Tenant {
    /// Notes in the tenant's audit log what a command has brought in; such imports take many transactions, and this
    /// comes after the last.
    /// - Parameter path: of the file; only its name is kept.
    func audit(_ action: String, _ path: String, in database: any Database) async throws {
        let name = URL(fileURLWithPath: path).lastPathComponent
        try await database.write(TenantScope(tenant: id)) {
            try $0.noteChange(action, by: .commandLine, on: "file", name, before: nil, after: nil)
        }
    }
}
