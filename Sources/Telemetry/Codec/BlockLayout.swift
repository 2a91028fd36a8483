internal import CTelemetryKernels
import GridModel

/// A block's bytes taken apart: everything but the values decoded, the values found.
struct BlockLayout {
    let shape: BlockShape
    private let valuesForm: UInt8
    private let valuesRange: Range<Int>

    /// Checks the version, the checksum and every part before the values.
    init(checking payload: UnsafeRawBufferPointer) throws(BlockCodecError) {
        let end = payload.count - BlockCodec.checksumLength
        guard end > 2 else { throw .corrupt(.header) }
        guard payload[0] == BlockCodec.version else { throw .unsupportedVersion(payload[0]) }
        guard Self.checksum(of: payload, length: end) == Self.storedChecksum(of: payload, at: end) else {
            throw .checksumMismatch
        }
        var reader = ByteReader(payload, from: 1, to: end)
        guard let forms = reader.byte(), forms & 0b1000_1000 == 0, let timelineForm = TimelineForm(rawValue: forms & 3),
            let count = reader.integer(in: 1...Int64(BlockCodec.maximumCount)), let first = reader.zigzag(),
            Timestamp.acceptedRange.contains(Timestamp(secondsSinceEpoch: first))
        else { throw .corrupt(.header) }
        guard
            let timeline = BlockTimeline.read(
                timelineForm, count: Int(count), first: Timestamp(secondsSinceEpoch: first), from: &reader)
        else { throw .corrupt(.timestamps) }
        guard let qualities = BlockQualities.read(areRuns: forms & 4 != 0, count: Int(count), from: &reader) else {
            throw .corrupt(.qualities)
        }
        shape = BlockShape(count: Int(count), timeline: timeline, qualities: qualities)
        valuesForm = forms >> 4
        valuesRange = reader.position..<end
    }

    /// False when the bytes are not values. `values` holds `shape.count` places at least.
    func decodeValues(of payload: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Double>) -> Bool {
        let bytes = UnsafeRawBufferPointer(rebasing: payload[valuesRange])
        guard let source = bytes.baseAddress, let target = values.baseAddress else { return false }
        return ctk_decode_values(
            valuesForm, source.assumingMemoryBound(to: UInt8.self), bytes.count, target, shape.count) == 0
    }

    static func checksum(of bytes: UnsafeRawBufferPointer, length: Int) -> UInt32 {
        guard let base = bytes.baseAddress else { return 0 }
        return ctk_crc32c(base.assumingMemoryBound(to: UInt8.self), length)
    }

    private static func storedChecksum(of bytes: UnsafeRawBufferPointer, at position: Int) -> UInt32 {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }
}
