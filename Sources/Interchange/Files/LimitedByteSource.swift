/// The beginning of another source: so many bytes, unpacked, and no more.
public final class LimitedByteSource: ByteSource {
    public enum Excess: Hashable, Sendable {
        /// What lies beyond the limit is not read, as if the file ended there.
        case ignored
        /// More than the limit is an error: a small packed file may unpack to a disk full.
        case refused
    }

    private let source: any ByteSource
    private let limit: Int
    private let excess: Excess
    private var count = 0
    /// Whether there was more than the limit.
    public private(set) var isCut = false

    public init(_ source: any ByteSource, limit: Int, excess: Excess) {
        self.source = source
        self.limit = limit
        self.excess = excess
    }

    public var progress: ReadProgress { source.progress }

    public func nextBytes() throws(ImportError) -> [UInt8] {
        guard !isCut else { return [] }
        let bytes = try source.nextBytes()
        count += bytes.count
        guard count > limit else { return bytes }
        if excess == .refused { throw .tooLarge(limit: limit) }
        isCut = true
        return Array(bytes.prefix(max(0, bytes.count - (count - limit))))
    }
}
