import Foundation

/// A folder for the databases of this run.
final class Workspace: Sendable {
    private let folder: URL

    init(in directory: URL) throws {
        folder = directory.appending(path: "urbangrid-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// A database file that does not exist yet.
    func newFile() -> URL { folder.appending(path: "\(UUID().uuidString).sqlite") }

    /// Removes a database with its log.
    func remove(_ file: URL) throws {
        for suffix in ["", "-wal", "-shm"] {
            let path = file.path + suffix
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        }
    }

    func remove() {
        // A folder that stays in the temporary directory spoils no figure.
        try? FileManager.default.removeItem(at: folder)
    }
}
