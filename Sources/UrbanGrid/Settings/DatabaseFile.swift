import Foundation
import Persistence
import SQLiteDriver
import Synchronization

/// Opens the embedded database inside a directory and brings its schema up to date.
enum DatabaseFile {
    static func url(in directory: URL) -> URL { directory.appendingPathComponent("urbangrid.sqlite") }

    static func objects(in directory: URL) -> URL { directory.appendingPathComponent("objects", isDirectory: true) }

    static func uploads(in directory: URL) -> URL { directory.appendingPathComponent("uploads", isDirectory: true) }

    static func open(in directory: URL) async throws -> SQLiteDatabase {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try lock(directory)
        let database = try SQLiteDatabase(path: url(in: directory).path)
        try await Migrator().migrate(database)
        return database
    }

    /// Moves the database and the models into a folder beside them, so that a new one can be made.
    ///
    /// - Parameter name: of the folder.
    /// - Throws: `DatabaseFileError.inUse` when another process has the database open; then nothing is moved.
    static func setAside(_ directory: URL, into name: String) throws {
        try locks.withLock { locks in
            guard let lock = locks[directory.standardizedFileURL.path], lock.makeExclusive() else {
                throw DatabaseFileError.inUse(directory.path)
            }
            defer { lock.share() }
            let folder = directory.appendingPathComponent(name, isDirectory: true)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let files =
                ["", "-wal", "-shm"].map { url(in: directory).path + $0 }
                + [objects(in: directory).path, uploads(in: directory).path]
            for path in files where FileManager.default.fileExists(atPath: path) {
                let file = URL(fileURLWithPath: path)
                try FileManager.default.moveItem(at: file, to: folder.appendingPathComponent(file.lastPathComponent))
            }
        }
    }

    /// For as long as the process lives: a command opens one directory and works on it to its end.
    private static let locks = Mutex<[String: DirectoryLock]>([:])

    private static func lock(_ directory: URL) throws {
        let path = directory.standardizedFileURL.path
        try locks.withLock { locks in
            if locks[path] == nil { locks[path] = try DirectoryLock(directory) }
        }
    }
}

enum DatabaseFileError: Error, CustomStringConvertible {
    case inUse(String)

    var description: String {
        switch self {
        case .inUse(let directory): "Another process uses the database in “\(directory)”: stop it first."
        }
    }
}
