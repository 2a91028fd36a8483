import Foundation
import GridModel
import Persistence
import SQLiteDriver

/// A SQLite file in a directory of its own that goes away with this object.
final class TemporaryDatabase: Sendable {
    let path: String
    private let sqlite: SQLiteDatabase
    private let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "urbangrid-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        path = directory.appending(path: "city.sqlite").path
        sqlite = try SQLiteDatabase(path: path)
    }

    var database: any Database { sqlite }

    func close() throws { try sqlite.close() }

    /// With the schema of this program.
    static func migrated() async throws -> TemporaryDatabase {
        let temporary = try TemporaryDatabase()
        try await Migrator().migrate(temporary.database)
        return temporary
    }

    func tenant(_ code: String) async throws -> TenantScope {
        let tenant = try await database.writeUnscoped {
            try TenantDirectory($0).create(
                code: code, name: code, timeZone: "America/Los_Angeles", locale: "en-US", currency: "USD", at: .epoch)
        }
        return TenantScope(tenant: tenant.id)
    }

    deinit {
        // A file that stays in the temporary directory harms no test.
        try? FileManager.default.removeItem(at: directory)
    }
}
