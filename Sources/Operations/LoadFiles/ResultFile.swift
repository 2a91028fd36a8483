import Foundation

/// A file that a command leaves behind: there whole or not at all.
package struct ResultFile: Sendable {
    private let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// Before long work, so that it is not done in vain.
    /// - Throws: `LoadFileError.cannotWrite`
    package func checkFolder() throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        var isFolder = false as ObjCBool
        guard !path.isEmpty, FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue,
            FileManager.default.isWritableFile(atPath: folder)
        else { throw LoadFileError.cannotWrite(path: path) }
    }

    package func write(_ bytes: [UInt8]) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw LoadFileError.cannotWrite(path: path)
        }
    }
}
