import Crypto
import Foundation
package import Identity

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Passwords that are known to have leaked, in a file that `BuildBreachedPasswords` has made: open as long as the object
/// lives, so that a newer file may take its place.
///
/// A block is read by `pread` when a password is looked up, not mapped: that happens when somebody chooses a password, and
/// a mapped file that somebody cuts short ends the process.
package final class BreachedPasswordFile: Sendable {
    package let path: String
    package let filter: BreachedPasswordFilter
    private let checksum: [UInt8]
    private let descriptor: Int32

    /// Reads the header, not the blocks.
    /// - Throws: `BreachedPasswordFileError`
    package init(path: String) throws {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BreachedPasswordFileError.cannotRead(path, Self.failure) }
        do {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else {
                throw BreachedPasswordFileError.cannotRead(path, Self.failure)
            }
            guard status.st_mode & S_IFMT == S_IFREG, status.st_size >= BreachedPasswordFilter.blockBytes else {
                throw BreachedPasswordFileError.isAnother(path)
            }
            guard let (filter, checksum) = BreachedPasswordFilter.read(try Self.block(descriptor, 0, path)) else {
                throw BreachedPasswordFileError.isAnother(path)
            }
            guard Int64(status.st_size) == filter.byteCount else {
                throw BreachedPasswordFileError.isCutShort(
                    path, expected: filter.byteCount, found: Int64(status.st_size))
            }
            self.filter = filter
            self.checksum = checksum
            self.descriptor = descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// - Throws: `BreachedPasswordFileError.cannotRead`
    package func contains(_ hash: BreachedHash) throws -> Bool {
        filter.contains(hash, in: try Self.block(descriptor, filter.offset(of: hash), path))
    }

    /// Reads all of it.
    /// - Throws: `BreachedPasswordFileError`, `CancellationError`
    package func verify(progress: (Double) -> Void = { _ in }) throws {
        guard try Self.sum(descriptor, filter, path, progress) == checksum else {
            throw BreachedPasswordFileError.isDamaged(path)
        }
    }

    /// The SHA-256 of all blocks.
    static func sum(
        _ descriptor: Int32, _ filter: BreachedPasswordFilter, _ path: String, _ progress: (Double) -> Void
    ) throws -> [UInt8] {
        var hash = SHA256()
        for index in 1...filter.blocks {
            hash.update(data: try block(descriptor, index * Int64(BreachedPasswordFilter.blockBytes), path))
            if index % 1024 == 0 {
                try Task.checkCancellation()
                progress(Double(index) / Double(filter.blocks))
            }
        }
        return Array(hash.finalize())
    }

    private static func block(_ descriptor: Int32, _ offset: Int64, _ path: String) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: BreachedPasswordFilter.blockBytes)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
                return pread(descriptor, rest.baseAddress, rest.count, off_t(offset) + off_t(filled))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw BreachedPasswordFileError.cannotRead(path, count == 0 ? "it has become shorter" : failure)
            }
            filled += count
        }
        return bytes
    }

    static var failure: String { String(cString: strerror(errno)) }
}
