import Foundation
import Persistence
import SQLiteDriver

/// Opens the embedded database inside a directory and brings its schema up to date.
enum DatabaseFile {
    static func url(in directory: URL) -> URL { directory.appendingPathComponent("urbangrid.sqlite") }

    static func open(in directory: URL) async throws -> SQLiteDatabase {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let database = try SQLiteDatabase(path: url(in: directory).path)
        try await Migrator().migrate(database)
        return database
    }

    /// Removes the database with its log files.
    static func remove(from directory: URL) throws {
        for suffix in ["", "-wal", "-shm"] {
            let file = URL(fileURLWithPath: url(in: directory).path + suffix)
            if FileManager.default.fileExists(atPath: file.path) { try FileManager.default.removeItem(at: file) }
        }
    }
}
