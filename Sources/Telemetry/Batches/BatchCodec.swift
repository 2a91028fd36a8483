internal import CTelemetryKernels
import GridModel

/// Turns a sorted batch of readings into few bytes and back, without loss: what the ingest log keeps until the
/// readings are in their blocks.
///
/// Format, version 1, integers as LEB128 varints unless said otherwise:
///
///     version      1 byte
///     count        1…`maximumCount`
///     series       the first number, then differences; ascending
///     starts       1 byte: 0 all the same, then that one as zigzag; 1 zigzag differences, the first from 0
///     qualities    runs of (length, 1 byte code)
///     values       for each 4096 readings: 1 byte form, length, that many bytes (`CTelemetryKernels`)
///     checksum     CRC-32C of all before, 4 bytes little-endian
public enum BatchCodec {
    /// The most readings in a batch.
    public static let maximumCount = 1_000_000

    private static let version: UInt8 = 1

    /// - Parameter batch: sorted, with at least one reading.
    /// - Throws: `.empty`, `.tooManyReadings` or `.unsorted`.
    public static func encode(_ batch: ReadingBatch) throws(BlockCodecError) -> [UInt8] {
        guard !batch.isEmpty else { throw .empty }
        guard batch.count <= maximumCount else { throw .tooManyReadings(batch.count) }
        var bytes: [UInt8] = [version]
        bytes.reserveCapacity(batch.count * 6 + 32)
        bytes.append(varint: UInt64(batch.count))
        var last: Int64 = 0
        for (index, id) in batch.series.enumerated() {
            guard id.rawValue >= last else { throw .unsorted(at: index) }
            bytes.append(varint: UInt64(id.rawValue - last))
            last = id.rawValue
        }
        appendStarts(batch.starts, to: &bytes)
        appendQualities(batch.qualities, to: &bytes)
        appendValues(batch.values, to: &bytes)
        bytes.append(littleEndian: bytes.withUnsafeBytes { BlockLayout.checksum(of: $0, length: $0.count) })
        return bytes
    }

    /// - Throws: `.unsupportedVersion`, `.checksumMismatch` or `.corrupt`.
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(BlockCodecError) -> ReadingBatch {
        let end = bytes.count - BlockCodec.checksumLength
        guard end > 2 else { throw .corrupt(.header) }
        guard bytes[0] == version else { throw .unsupportedVersion(bytes[0]) }
        let stored = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self))
        guard BlockLayout.checksum(of: bytes, length: end) == stored else { throw .checksumMismatch }
        var reader = ByteReader(bytes, from: 1, to: end)
        // A reading takes a byte at least, so the bytes bound what is asked for.
        guard let wide = reader.integer(in: 1...Int64(min(maximumCount, end))) else { throw .corrupt(.header) }
        let count = Int(wide)
        guard let series = readSeries(count, &reader) else { throw .corrupt(.header) }
        guard let starts = readStarts(count, &reader) else { throw .corrupt(.timestamps) }
        guard let qualities = readQualities(count, &reader) else { throw .corrupt(.qualities) }
        guard let values = readValues(count, &reader), reader.position == end else { throw .corrupt(.values) }
        return ReadingBatch(series: series, starts: starts, values: values, qualities: qualities)
    }

    public static func decode(_ bytes: [UInt8]) throws(BlockCodecError) -> ReadingBatch {
        let result: Result<ReadingBatch, BlockCodecError> = bytes.withUnsafeBytes { bytes in
            Result { () throws(BlockCodecError) in try decode(bytes) }
        }
        return try result.get()
    }

    // MARK: Columns

    private static func appendStarts(_ starts: [Timestamp], to bytes: inout [UInt8]) {
        let first = starts[0]
        guard starts.contains(where: { $0 != first }) else {
            bytes.append(0)
            return bytes.append(zigzag: first.secondsSinceEpoch)
        }
        bytes.append(1)
        var last = Timestamp.epoch
        for start in starts {
            bytes.append(zigzag: start - last)
            last = start
        }
    }

    private static func appendQualities(_ qualities: [Quality], to bytes: inout [UInt8]) {
        var index = 0
        while index < qualities.count {
            var end = index + 1
            while end < qualities.count, qualities[end] == qualities[index] { end += 1 }
            bytes.append(varint: UInt64(end - index))
            bytes.append(qualities[index].rawValue)
            index = end
        }
    }

    private static func appendValues(_ values: [Double], to bytes: inout [UInt8]) {
        let chunk = BlockCodec.maximumCount
        var column = [UInt8](repeating: 0, count: ctk_encoded_bound(min(chunk, values.count)))
        var integers = [Int64](repeating: 0, count: min(chunk, values.count))
        values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            for first in stride(from: 0, to: values.count, by: chunk) {
                var form: UInt8 = 0
                let length = column.withUnsafeMutableBufferPointer { column in
                    integers.withUnsafeMutableBufferPointer { integers in
                        ctk_encode_values(
                            base + first, min(chunk, values.count - first), column.baseAddress, integers.baseAddress,
                            &form)
                    }
                }
                bytes.append(form)
                bytes.append(varint: UInt64(length))
                bytes.append(contentsOf: column[..<length])
            }
        }
    }

    private static func readSeries(_ count: Int, _ reader: inout ByteReader) -> [SeriesID]? {
        var series: [SeriesID] = []
        series.reserveCapacity(count)
        var last: Int64 = 0
        for _ in 0..<count {
            guard let step = reader.integer(in: 0...Int64.max - last) else { return nil }
            last += step
            series.append(SeriesID(last))
        }
        return series
    }

    private static func readStarts(_ count: Int, _ reader: inout ByteReader) -> [Timestamp]? {
        switch reader.byte() {
        case 0:
            guard let start = reader.zigzag() else { return nil }
            return Array(repeating: Timestamp(secondsSinceEpoch: start), count: count)
        case 1:
            var starts: [Timestamp] = []
            starts.reserveCapacity(count)
            var last: Int64 = 0
            for _ in 0..<count {
                guard let step = reader.zigzag() else { return nil }
                let (next, overflow) = last.addingReportingOverflow(step)
                guard !overflow else { return nil }
                last = next
                starts.append(Timestamp(secondsSinceEpoch: last))
            }
            return starts
        default: return nil
        }
    }

    private static func readQualities(_ count: Int, _ reader: inout ByteReader) -> [Quality]? {
        var qualities: [Quality] = []
        qualities.reserveCapacity(count)
        while qualities.count < count {
            guard let run = reader.integer(in: 1...Int64(count - qualities.count)),
                let quality = reader.byte().flatMap(Quality.init(rawValue:))
            else { return nil }
            qualities.append(contentsOf: repeatElement(quality, count: Int(run)))
        }
        return qualities
    }

    private static func readValues(_ count: Int, _ reader: inout ByteReader) -> [Double]? {
        var isSound = true
        let values = [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
            buffer.initialize(repeating: 0)
            initialized = count
            for first in stride(from: 0, to: count, by: BlockCodec.maximumCount) where isSound {
                guard let form = reader.byte(), let length = reader.integer(in: 1...Int64(reader.end)),
                    let bytes = reader.slice(Int(length))?.baseAddress, let target = buffer.baseAddress
                else {
                    isSound = false
                    return
                }
                isSound =
                    ctk_decode_values(
                        form, bytes.assumingMemoryBound(to: UInt8.self), Int(length), target + first,
                        min(BlockCodec.maximumCount, count - first)) == 0
            }
        }
        return isSound ? values : nil
    }
}
