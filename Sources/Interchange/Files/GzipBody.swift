/// Unpacks a gzip body that lies in memory, up to a size.
package enum GzipBody {
    package enum Failure: Error, Hashable, Sendable {
        case notGzip
        case tooLarge(limit: Int)
    }

    /// How large the body says that it is unpacked; nil when it is too short to say so.
    ///
    /// The last four bytes of a member (RFC 1952, ISIZE). A body of several members says less than it holds.
    package static func declaredSize(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 18 else { return nil }
        return bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private static let piece = 1 << 16

    /// - Parameter limit: bytes that the unpacked body may hold; no more memory than that is asked for.
    package static func inflate(_ bytes: [UInt8], upTo limit: Int) throws(Failure) -> [UInt8] {
        guard let inflater = GzipInflater() else { throw .notGzip }
        inflater.feed(bytes)
        var output: [UInt8] = []
        while !(inflater.needsInput && inflater.isAtEndOfMember) {
            let mayMore = !inflater.needsInput
            guard let some = inflater.inflate(atMost: piece) else { throw .notGzip }
            guard output.count + some.count <= limit else { throw .tooLarge(limit: limit) }
            output.append(contentsOf: some)
            // Everything has been read and nothing comes out, but the member has not ended: it was cut off.
            if some.isEmpty, !mayMore, !inflater.isAtEndOfMember { throw .notGzip }
        }
        return output
    }
}
