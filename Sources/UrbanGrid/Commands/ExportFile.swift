import ArgumentParser
import Foundation

/// A file that is there under its name only once it is whole; until then it is `NAME.part`.
final class ExportFile: Sendable {
    private let path: String
    private let handle: FileHandle
    private var partPath: String { path + ".part" }

    init(_ path: String) throws {
        self.path = path
        guard !path.isEmpty, FileManager.default.createFile(atPath: path + ".part", contents: nil),
            let handle = FileHandle(forWritingAtPath: path + ".part")
        else { throw ValidationError("“\(path)” cannot be written.") }
        self.handle = handle
    }

    deinit {
        // After `finish` there is no such file; before it, what there is is not whole.
        try? FileManager.default.removeItem(atPath: path + ".part")
    }

    func write(_ bytes: [UInt8]) throws {
        try handle.write(contentsOf: Data(bytes))
    }

    /// - Throws: when the disk did not take it all.
    func finish() throws {
        try handle.synchronize()
        try handle.close()
        // Replaces a file of that name in one step.
        guard rename(partPath, path) == 0 else {
            throw ValidationError("“\(path)” cannot be written: \(String(cString: strerror(errno))).")
        }
    }
}
