internal import CTelemetryKernels
import GridModel

/// Turns readings into few bytes and back, without loss for any double.
///
/// Format, version 1, integers as LEB128 varints unless said otherwise:
///
///     version      1 byte
///     forms        1 byte: bits 0–1 `TimelineForm`, bit 2 qualities are runs, bits 4–6 form of values
///     count        1…4096
///     first start  zigzag, seconds since the Unix epoch
///     timestamps   see `TimelineForm`
///     qualities    one code, or runs of (length, code)
///     values       to the end: constant, decimal, decimal differences, XOR or raw (`CTelemetryKernels`)
///     checksum     CRC-32C of all before, 4 bytes little-endian
///
/// Decoding bytes from anywhere gives readings or a `BlockCodecError`, and never asks for more
/// memory than a block of `maximumCount` readings needs.
public enum BlockCodec {
    /// The most readings in a block; a `BlockSpan` holds at most 1440.
    public static let maximumCount = Int(CTK_MAXIMUM_COUNT)

    static let version: UInt8 = 1
    static let checksumLength = 4

    /// - Throws: `.empty`, `.tooManyReadings` or `.startOutsideAcceptedRange`.
    public static func encode(_ block: ReadingBlock) throws(BlockCodecError) -> EncodedBlock {
        var encoder = BlockEncoder()
        let summary = try encoder.encode(block)
        return EncodedBlock(summary: summary, payload: encoder.payload)
    }

    public static func decode(_ payload: [UInt8]) throws(BlockCodecError) -> ReadingBlock {
        // A closure of the standard library would lose the error's type: carry a result out.
        let result: Result<ReadingBlock, BlockCodecError> = payload.withUnsafeBytes { bytes in
            Result { () throws(BlockCodecError) in try decode(bytes) }
        }
        return try result.get()
    }

    public static func decode(_ payload: UnsafeRawBufferPointer) throws(BlockCodecError) -> ReadingBlock {
        let layout = try BlockLayout(checking: payload)
        var isDecoded = false
        let values = [Double](unsafeUninitializedCapacity: layout.shape.count) { buffer, initialized in
            buffer.initialize(repeating: 0)
            isDecoded = layout.decodeValues(of: payload, into: buffer)
            initialized = layout.shape.count
        }
        guard isDecoded else { throw .corrupt(.values) }
        return ReadingBlock(
            uncheckedStarts: layout.shape.timeline.starts, values: values,
            qualities: layout.shape.qualities.qualities)
    }

    /// Decodes into the caller's buffer without allocating for a block without gaps.
    ///
    /// - Returns: how the first `count` values of the buffer lie in time.
    /// - Throws: `.bufferTooSmall` when the buffer has fewer places than the block readings.
    public static func decodeValues(
        _ payload: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Double>
    ) throws(BlockCodecError) -> BlockShape {
        let layout = try BlockLayout(checking: payload)
        guard values.count >= layout.shape.count else { throw .bufferTooSmall(needed: layout.shape.count) }
        guard layout.decodeValues(of: payload, into: values) else { throw .corrupt(.values) }
        return layout.shape
    }
}
