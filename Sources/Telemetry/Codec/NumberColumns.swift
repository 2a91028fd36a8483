internal import CTelemetryKernels

/// Columns of numbers, each as long as the others, as few bytes and back, without loss for any double.
///
/// Format, version 1, integers as LEB128 varints:
///
///     version      1 byte
///     columns      how many, 1…`maximumColumns`
///     count        numbers in each, 1…4096
///     column       for each: 1 byte form, length, that many bytes (`CTelemetryKernels`)
///     checksum     CRC-32C of all before, 4 bytes little-endian
public enum NumberColumns {
    /// The most numbers in a column.
    public static let maximumCount = BlockCodec.maximumCount
    /// The most columns.
    public static let maximumColumns = 64

    private static let version: UInt8 = 1

    /// - Throws: `.empty`, `.tooManyReadings` or `.columnsDiffer`.
    public static func encode(_ columns: [[Double]]) throws(BlockCodecError) -> [UInt8] {
        guard let count = columns.first?.count, count > 0 else { throw .empty }
        guard count <= maximumCount else { throw .tooManyReadings(count) }
        guard columns.count <= maximumColumns, columns.allSatisfy({ $0.count == count }) else { throw .columnsDiffer }
        var bytes: [UInt8] = [version]
        bytes.append(varint: UInt64(columns.count))
        bytes.append(varint: UInt64(count))
        var encoded = [UInt8](repeating: 0, count: ctk_encoded_bound(count))
        var scratch = [Int64](repeating: 0, count: count)
        for column in columns {
            var form: UInt8 = 0
            let length = column.withUnsafeBufferPointer { values in
                encoded.withUnsafeMutableBufferPointer { encoded in
                    scratch.withUnsafeMutableBufferPointer { scratch in
                        ctk_encode_values(values.baseAddress, count, encoded.baseAddress, scratch.baseAddress, &form)
                    }
                }
            }
            bytes.append(form)
            bytes.append(varint: UInt64(length))
            bytes.append(contentsOf: encoded[..<length])
        }
        bytes.append(littleEndian: bytes.withUnsafeBytes { BlockLayout.checksum(of: $0, length: $0.count) })
        return bytes
    }

    /// - Throws: `.unsupportedVersion`, `.checksumMismatch` or `.corrupt`.
    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(BlockCodecError) -> [[Double]] {
        let end = bytes.count - BlockCodec.checksumLength
        guard end > 2 else { throw .corrupt(.header) }
        guard bytes[0] == version else { throw .unsupportedVersion(bytes[0]) }
        let stored = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self))
        guard BlockLayout.checksum(of: bytes, length: end) == stored else { throw .checksumMismatch }
        var reader = ByteReader(bytes, from: 1, to: end)
        guard let columns = reader.integer(in: 1...Int64(maximumColumns)),
            let count = reader.integer(in: 1...Int64(maximumCount))
        else { throw .corrupt(.header) }
        var decoded: [[Double]] = []
        decoded.reserveCapacity(Int(columns))
        for _ in 0..<columns {
            guard let column = readColumn(Int(count), &reader) else { throw .corrupt(.values) }
            decoded.append(column)
        }
        guard reader.position == end else { throw .corrupt(.values) }
        return decoded
    }

    private static func readColumn(_ count: Int, _ reader: inout ByteReader) -> [Double]? {
        guard let form = reader.byte(), let length = reader.integer(in: 1...Int64(reader.end)),
            let bytes = reader.slice(Int(length))?.baseAddress
        else { return nil }
        var isSound = false
        let column = [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
            buffer.initialize(repeating: 0)
            initialized = count
            isSound =
                ctk_decode_values(
                    form, bytes.assumingMemoryBound(to: UInt8.self), Int(length), buffer.baseAddress, count) == 0
        }
        return isSound ? column : nil
    }
}
