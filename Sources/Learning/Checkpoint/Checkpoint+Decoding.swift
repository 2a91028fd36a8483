#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Checkpoint {
    /// The longest header read: a hostile length must not make us parse a whole file as JSON.
    private static let longestHeader: UInt64 = 1 << 20

    /// Reads a safetensors file whose tensors are F32, or F64 (rounded).
    ///
    /// As the format demands, tensors must fill the data exactly: no overlap, no hole, nothing behind.
    ///
    /// - Throws: `CheckpointError`
    public init(decoding bytes: [UInt8]) throws(CheckpointError) {
        guard bytes.count >= 8 else { throw .truncated(expected: 8, found: bytes.count) }
        let length = bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= Checkpoint.longestHeader else { throw .headerTooLong(length) }
        let dataStart = 8 + Int(length)
        guard bytes.count >= dataStart else { throw .truncated(expected: dataStart, found: bytes.count) }
        let header: SafetensorsHeader
        do {
            header = try JSONDecoder().decode(SafetensorsHeader.self, from: Data(bytes[8..<dataStart]))
        } catch {
            throw .malformedHeader(SafetensorsHeader.reason(error))
        }
        self.init(tensors: [:], metadata: header.metadata)
        var end = 0
        for (name, entry) in header.tensors.sorted(by: { ($0.value.start, $0.key) < ($1.value.start, $1.key) }) {
            let (count, width) = try entry.layout(of: name)
            guard entry.offsets.count == 2, entry.offsets[0] == end,
                entry.offsets[1].subtractingReportingOverflow(end) == (count * width, false)
            else { throw .invalidExtent(tensor: name) }
            end = entry.offsets[1]
            guard end <= bytes.count - dataStart else {
                throw .truncated(expected: dataStart + end, found: bytes.count)
            }
            let data = bytes[(dataStart + entry.offsets[0])..<(dataStart + end)]
            tensors[name] = Tensor(Checkpoint.floats(data, count: count, width: width), shape: entry.shape)
        }
        guard dataStart + end == bytes.count else {
            throw .malformedHeader("\(bytes.count - dataStart - end) bytes of data belong to no tensor")
        }
    }

    private static func floats(_ data: ArraySlice<UInt8>, count: Int, width: Int) -> [Float] {
        data.withUnsafeBytes { raw in
            (0..<count).map { index in
                if width == 4 {
                    let bits = raw.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
                    return Float(bitPattern: UInt32(littleEndian: bits))
                }
                let bits = raw.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
                return Float(Double(bitPattern: UInt64(littleEndian: bits)))
            }
        }
    }
}
