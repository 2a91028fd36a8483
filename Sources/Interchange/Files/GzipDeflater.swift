internal import CZlib

/// Packs bytes into one gzip member (RFC 1952), a piece at a time.
///
/// It is unchecked because it holds zlib's pointer: whoever makes it uses it from one task at a time.
public final class GzipDeflater: @unchecked Sendable {
    // zlib keeps a pointer to its stream inside its state: the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil without memory.
    /// - Parameter level: 1 (fast) … 9 (small).
    public init?(level: Int32 = 4) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, and 16 for a gzip header.
        let code = deflateInit2_(
            stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            stream.deinitialize(count: 1)
            stream.deallocate()
            return nil
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// What is packed so far of these bytes and those before; may be empty.
    /// - Parameter isLast: ends the member: nothing can follow.
    public func deflate(_ bytes: [UInt8], isLast: Bool = false) -> [UInt8] {
        var input = bytes
        var packed: [UInt8] = []
        input.withUnsafeMutableBufferPointer { input in
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            var room = 0
            repeat {
                let piece = [UInt8](unsafeUninitializedCapacity: 32 << 10) { buffer, initialized in
                    stream.pointee.next_out = buffer.baseAddress
                    stream.pointee.avail_out = UInt32(buffer.count)
                    _ = CZlib.deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    room = Int(stream.pointee.avail_out)
                    initialized = buffer.count - room
                }
                packed += piece
                // A full buffer may mean that there is more.
            } while room == 0
            stream.pointee.next_in = nil
            stream.pointee.next_out = nil
        }
        return packed
    }
}
