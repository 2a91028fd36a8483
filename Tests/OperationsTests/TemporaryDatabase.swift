import Foundation
import Persistence
import SQLiteDriver

/// A SQLite file in a directory of its own that goes away with this object.
final class TemporaryDatabase: Sendable {
    let directory: URL
    let database: any Database

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "urbangrid-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        database = try SQLiteDatabase(path: directory.appending(path: "city.sqlite").path)
    }

    /// With the schema of this program.
    static func migrated() async throws -> TemporaryDatabase {
        let temporary = try TemporaryDatabase()
        try await Migrator().migrate(temporary.database)
        return temporary
    }

    deinit {
        // A file that stays in the temporary directory harms no test.
        try? FileManager.default.removeItem(at: directory)
    }
}
