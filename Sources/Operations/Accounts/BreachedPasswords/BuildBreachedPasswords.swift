import Foundation
package import GridModel
package import Identity

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Makes a file of breached passwords from a list of their hashes, which is read twice: to know how large the file
/// becomes, and to fill it. The file is there under its name once it is whole.
///
/// Memory: the file is mapped while it is filled, and its pages belong to the system, which writes them out when it wants
/// them back. A list in the order of hashes fills one page after the other; one in another order is slow where
/// memory has no room for the file.
package struct BuildBreachedPasswords: Sendable {
    private let list: String
    private let file: String
    private let minimumCount: Int64
    private let oneIn: Int64

    /// - Parameters:
    ///   - minimumCount: what was seen less often is left out.
    ///   - oneIn: of so many other passwords one may be found too; within `BreachedPasswordFilter.rates`.
    package init(list: String, file: String, minimumCount: Int64, oneIn: Int64) {
        self.list = list
        self.file = file
        self.minimumCount = minimumCount
        self.oneIn = oneIn
    }

    /// - Parameter progress: 0…1, and what is being done.
    /// - Throws: `BreachedPasswordFileError`, `ImportError`, `CancellationError`
    package func callAsFunction(
        at now: Timestamp, progress: (Double, String) -> Void
    ) throws -> BreachedPasswordFilter {
        guard Self.resolved(list) != Self.resolved(file) else { throw BreachedPasswordFileError.isItsOwnSource(file) }
        var passwords: Int64 = 0
        let counting = { progress($0 * 0.45, "counting") }
        try BreachedHashLines(path: list).forEach(progress: counting) { _, count in
            if count >= minimumCount { passwords += 1 }
        }
        guard passwords > 0 else { throw BreachedPasswordFileError.isEmpty(list, minimumCount: minimumCount) }
        guard passwords <= BreachedPasswordFilter.passwordCounts.upperBound else {
            throw BreachedPasswordFileError.tooMany(list)
        }
        let filter = BreachedPasswordFilter(
            passwords: passwords, minimumCount: minimumCount, oneIn: oneIn, madeAt: now)
        let draft = "\(file).part-\(getpid())"
        let descriptor = open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw cannotWrite(errno) }
        defer {
            close(descriptor)
            // After it has its name there is no such file any more.
            unlink(draft)
        }
        try fill(descriptor, filter, progress)
        let sum = try BreachedPasswordFile.sum(descriptor, filter, file) { progress(0.9 + $0 * 0.1, "checksum") }
        let header = filter.header(checksum: sum)
        guard header.withUnsafeBytes({ pwrite(descriptor, $0.baseAddress, $0.count, 0) }) == header.count,
            fsync(descriptor) == 0, rename(draft, file) == 0
        else { throw cannotWrite(errno) }
        return filter
    }

    private func fill(
        _ descriptor: Int32, _ filter: BreachedPasswordFilter, _ progress: (Double, String) -> Void
    ) throws {
        // Reserved before it is mapped: a disk that is full is an error here, and a signal there.
        let reserved = posix_fallocate(descriptor, 0, off_t(filter.byteCount))
        guard reserved == 0 else { throw cannotWrite(reserved) }
        let byteCount = Int(filter.byteCount)
        guard let bytes = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), bytes != MAP_FAILED
        else { throw cannotWrite(errno) }
        defer { munmap(bytes, byteCount) }
        var filled: Int64 = 0
        let filling = { progress(0.45 + $0 * 0.45, "filling") }
        try BreachedHashLines(path: list).forEach(progress: filling) { hash, count in
            guard count >= minimumCount else { return }
            filled += 1
            let block = UnsafeMutableRawBufferPointer(
                start: bytes + Int(filter.offset(of: hash)), count: BreachedPasswordFilter.blockBytes)
            filter.add(hash, to: block)
        }
        // More in it than it was made for would be found too often.
        guard filled == filter.passwords else {
            throw BreachedPasswordFileError.cannotRead(list, "it changed while it was read")
        }
        guard msync(bytes, byteCount, MS_SYNC) == 0 else { throw cannotWrite(errno) }
    }

    private func cannotWrite(_ code: Int32) -> BreachedPasswordFileError {
        .cannotWrite(file, String(cString: strerror(code)))
    }

    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
}
