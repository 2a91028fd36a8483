import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes a file so that after a lost supply it is there whole, or not at all.
///
/// A rename alone is not enough: it may reach the disk before the bytes do, and leave a file of
/// the right name that is empty. So the bytes are synced before the rename; and the folder after
/// it, because the name lies there.
enum DurableFile {
    /// - Throws: `ObjectStoreError.cannotWrite`
    static func store(_ bytes: [UInt8], at file: URL) throws {
        let folder = file.deletingLastPathComponent()
        let draft = folder.appendingPathComponent(".\(file.lastPathComponent).\(UUID().uuidString).draft").path
        do {
            try create(draft, bytes)
            guard rename(draft, file.path) == 0 else { throw failure("rename") }
        } catch {
            unlink(draft)
            throw error
        }
        try sync(folder: folder)
    }

    /// Makes a folder and those it lies in, each name synced into the folder above.
    static func makeFolder(_ folder: URL) throws {
        guard !FileManager.default.fileExists(atPath: folder.path) else { return }
        let parent = folder.deletingLastPathComponent()
        try makeFolder(parent)
        guard mkdir(folder.path, 0o755) == 0 || errno == EEXIST else { throw failure("mkdir") }
        try sync(folder: parent)
    }

    private static func create(_ path: String, _ bytes: [UInt8]) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw failure("open") }
        defer { close(file) }
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { throw failure("write") }
                rest = rest.dropFirst(written)
            }
        }
        try sync(file)
    }

    private static func sync(folder: URL) throws {
        let folder = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure("open") }
        defer { close(folder) }
        try sync(folder)
    }

    private static func sync(_ descriptor: Int32) throws {
        #if canImport(Darwin)
            // fsync leaves the bytes in the drive's cache there.
            guard fcntl(descriptor, F_FULLFSYNC) == 0 || fsync(descriptor) == 0 else { throw failure("fsync") }
        #else
            guard fsync(descriptor) == 0 else { throw failure("fsync") }
        #endif
    }

    private static func failure(_ step: String) -> ObjectStoreError {
        .cannotWrite(step: step, code: errno)
    }
}
