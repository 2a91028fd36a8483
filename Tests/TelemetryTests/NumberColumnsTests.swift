import GridModel
import Testing

@testable import Telemetry

@Suite struct NumberColumnsTests {
    private func columns(_ count: Int, _ random: inout SeededGenerator) -> [[Double]] {
        [
            (0..<count).map { 1_767_225_600 + Double($0) * 3600 },
            (0..<count).map { _ in Double(Int.random(in: 0..<100_000, using: &random)) / 1000 },
            (0..<count).map { _ in Double(bitPattern: UInt64.random(in: .min ... .max, using: &random)) },
            Array(repeating: 139, count: count),
        ]
    }

    @Test func everyColumnComesBackBitByBit() throws {
        var random = SeededGenerator(seed: 21)
        for count in [1, 2, 23, 744, NumberColumns.maximumCount] {
            let columns = columns(count, &random)
            let decoded = try NumberColumns.encode(columns).withUnsafeBytes { bytes in try NumberColumns.decode(bytes) }
            #expect(decoded.map { $0.map(\.bitPattern) } == columns.map { $0.map(\.bitPattern) })
        }
    }

    @Test func hoursAndCountsOfAMonthTakeFewBytes() throws {
        var random = SeededGenerator(seed: 22)
        let columns = columns(744, &random)
        #expect(try NumberColumns.encode([columns[0], columns[3]]).count < 64)
    }

    @Test func columnsThatAreNoneOrTooLongOrDifferAreRefused() {
        #expect(throws: BlockCodecError.empty) { try NumberColumns.encode([]) }
        #expect(throws: BlockCodecError.empty) { try NumberColumns.encode([[]]) }
        #expect(throws: BlockCodecError.columnsDiffer) { try NumberColumns.encode([[1], [1, 2]]) }
        #expect(throws: BlockCodecError.tooManyReadings(4097)) {
            try NumberColumns.encode([Array(repeating: 0, count: 4097)])
        }
    }

    @Test func damagedBytesAreRefusedAndNeverMisread() throws {
        var random = SeededGenerator(seed: 23)
        let bytes = try NumberColumns.encode(columns(50, &random))
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= UInt8.random(in: 1...255, using: &random)
            #expect(throws: BlockCodecError.self) { try damaged.withUnsafeBytes { try NumberColumns.decode($0) } }
        }
        for length in 0..<bytes.count {
            #expect(throws: BlockCodecError.self) {
                try bytes[..<length].withUnsafeBytes { try NumberColumns.decode($0) }
            }
        }
    }

    @Test func hostileBytesWithASoundChecksumGiveColumnsOrAnError() throws {
        var random = SeededGenerator(seed: 24)
        let bytes = try NumberColumns.encode(columns(50, &random)).dropLast(4)
        for _ in 0..<3000 {
            var hostile = Array(bytes)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                hostile[Int.random(in: 1..<hostile.count, using: &random)] = UInt8.random(
                    in: .min ... .max, using: &random)
            }
            hostile.append(littleEndian: hostile.withUnsafeBytes { BlockLayout.checksum(of: $0, length: $0.count) })
            let decoded = try? hostile.withUnsafeBytes { try NumberColumns.decode($0) }
            #expect(decoded.map { Set($0.map(\.count)).count == 1 } ?? true)
        }
    }
}
