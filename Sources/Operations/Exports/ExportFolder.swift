package import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder for what one export keeps on disk while it is made.
///
/// It holds a lock (flock(2)) for as long as it is used: one that is free is what a killed process left behind. Several
/// processes may have theirs beside each other.
package struct ExportFolder: Sendable {
    private static let prefix = "export-"

    package let url: URL
    private let descriptor: Int32

    /// - Parameter parent: made when it is not there.
    /// - Throws: `CocoaError`, `POSIXError`
    package init(in parent: URL) throws {
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        while true {
            let url = parent.appending(path: Self.prefix + UUID().uuidString, directoryHint: .isDirectory)
            guard mkdir(url.path, 0o700) == 0 else { throw Self.failure() }
            if let descriptor = try Self.lock(url) {
                (self.url, self.descriptor) = (url, descriptor)
                return
            }
            // Another process swept just now and took it for a left one: another name.
        }
    }

    /// Deletes it with all that is in it.
    package func remove() {
        // What cannot be deleted now is left to the next sweep.
        try? FileManager.default.removeItem(at: url)
        close(descriptor)
    }

    /// Deletes the folders that killed processes left behind.
    /// - Throws: `CocoaError` when one of them, or `parent`, is not to be touched.
    package static func sweep(_ parent: URL) throws {
        guard FileManager.default.fileExists(atPath: parent.path) else { return }
        for name in try FileManager.default.contentsOfDirectory(atPath: parent.path) where name.hasPrefix(prefix) {
            let url = parent.appending(path: name, directoryHint: .isDirectory)
            guard let descriptor = try lock(url) else { continue }
            defer { close(descriptor) }
            try FileManager.default.removeItem(at: url)
        }
    }

    /// Nil when another holds it, or it is gone.
    private static func lock(_ url: URL) throws -> Int32? {
        let descriptor = open(url.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure()
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            if code == EWOULDBLOCK { return nil }
            throw failure(code)
        }
        // It may have been deleted between the two.
        guard access(url.path, F_OK) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    private static func failure(_ code: Int32 = errno) -> POSIXError {
        POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
    }
}
