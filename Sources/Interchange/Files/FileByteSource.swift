#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file on the disk, plain or gzip (told by its first bytes, not its name), in constant memory.
public final class FileByteSource: ByteSource {
    private static let chunkSize = 1 << 16

    private let name: String
    private let descriptor: Int32
    private let totalBytes: Int
    private var bytesRead = 0
    private var first: [UInt8]?
    private var inflater: GzipInflater?

    public init(path: String) throws(ImportError) {
        name = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        let isKnown = descriptor >= 0 && fstat(descriptor, &status) == 0
        // From here on the object is whole, so that leaving closes the file.
        totalBytes = isKnown ? Int(status.st_size) : 0
        guard isKnown else { throw .cannotRead(file: path, reason: Self.lastErrorText()) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .cannotRead(file: path, reason: "It is not a file") }
        let start = try readChunk()
        first = start
        if start.starts(with: [0x1f, 0x8b]) {
            guard let inflater = GzipInflater() else { throw .cannotRead(file: path, reason: "Out of memory") }
            self.inflater = inflater
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    public var progress: ReadProgress { ReadProgress(bytesRead: bytesRead, totalBytes: totalBytes) }

    public func nextBytes() throws(ImportError) -> [UInt8] {
        guard let inflater else { return try takeChunk() }
        while true {
            if inflater.needsInput {
                let chunk = try takeChunk()
                if chunk.isEmpty {
                    guard inflater.isAtEndOfMember else { throw .damagedGzip(file: name) }
                    return []
                }
                inflater.feed(chunk)
            }
            guard let bytes = inflater.inflate(atMost: Self.chunkSize) else { throw .damagedGzip(file: name) }
            if !bytes.isEmpty { return bytes }
        }
    }

    private func takeChunk() throws(ImportError) -> [UInt8] {
        if let chunk = first {
            first = nil
            return chunk
        }
        return try readChunk()
    }

    private func readChunk() throws(ImportError) -> [UInt8] {
        var count = 0
        let chunk = [UInt8](unsafeUninitializedCapacity: Self.chunkSize) { buffer, initialized in
            repeat { count = read(descriptor, buffer.baseAddress, Self.chunkSize) } while count < 0 && errno == EINTR
            initialized = max(0, count)
        }
        guard count >= 0 else { throw .cannotRead(file: name, reason: Self.lastErrorText()) }
        bytesRead += count
        return chunk
    }

    private static func lastErrorText() -> String { String(cString: strerror(errno)) }
}

extension FileByteSource {
    public static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }
}
