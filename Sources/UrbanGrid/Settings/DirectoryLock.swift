import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Says that this process uses a directory, so that no other one moves it away underneath (flock(2)).
/// Held until the object goes.
final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// - Throws: when the lock's file cannot be made, or another process is moving the directory.
    init(_ directory: URL) throws {
        let path = directory.appendingPathComponent("urbangrid.lock").path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw DirectoryLockError.cannotLock(path, String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else {
            close(descriptor)
            throw DirectoryLockError.inUse(directory.path)
        }
    }

    deinit { close(descriptor) }

    /// Whether this process is now the only one that uses the directory.
    func makeExclusive() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

    func share() { _ = flock(descriptor, LOCK_SH) }
}

enum DirectoryLockError: Error, CustomStringConvertible {
    case cannotLock(String, String)
    case inUse(String)

    var description: String {
        switch self {
        case .cannotLock(let path, let reason): "“\(path)” cannot be locked: \(reason)."
        case .inUse(let directory): "Another process is renewing the demo in “\(directory)”; try again in a minute."
        }
    }
}
