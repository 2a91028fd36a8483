internal import CZlib

/// Unpacks gzip members one after the other (RFC 1952), a piece at a time.
final class GzipInflater {
    // zlib keeps a pointer to its stream inside its state: the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: [UInt8] = []
    private var position = 0
    /// No member has begun since the last one ended.
    private(set) var isAtEndOfMember = false

    /// Nil without memory.
    init?() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, and 16 for a gzip header.
        let code = inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { return nil }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    var needsInput: Bool { position == input.count }

    func feed(_ bytes: [UInt8]) {
        input = bytes
        position = 0
    }

    /// Nil when the bytes are not gzip.
    func inflate(atMost limit: Int) -> [UInt8]? {
        if isAtEndOfMember {
            guard inflateReset(stream) == Z_OK else { return nil }
            isAtEndOfMember = false
        }
        var code = Z_OK
        let output = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
            input.withUnsafeMutableBufferPointer { input in
                guard let base = input.baseAddress else { return }
                stream.pointee.next_in = base + position
                stream.pointee.avail_in = UInt32(input.count - position)
                stream.pointee.next_out = buffer.baseAddress
                stream.pointee.avail_out = UInt32(limit)
                code = CZlib.inflate(stream, Z_NO_FLUSH)
                position = input.count - Int(stream.pointee.avail_in)
                initialized = limit - Int(stream.pointee.avail_out)
                stream.pointee.next_in = nil
                stream.pointee.next_out = nil
            }
        }
        switch code {
        case Z_OK, Z_BUF_ERROR: return output
        case Z_STREAM_END:
            isAtEndOfMember = true
            return output
        default: return nil
        }
    }
}
