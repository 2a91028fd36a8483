import GridModel
import Testing

@testable import Telemetry

@Suite struct BatchCodecTests {
    private func batch(_ count: Int, _ random: inout SeededGenerator) -> ReadingBatch {
        var batch = ReadingBatch()
        for _ in 0..<count {
            batch.append(
                SeriesID(Int64.random(in: 1...Int64(max(1, count / 2)), using: &random)),
                Reading(
                    start: Timestamp(secondsSinceEpoch: Int64.random(in: 0..<40, using: &random) * 900 - 9000),
                    value: Bool.random(using: &random)
                        ? Double(Int.random(in: 0..<100_000, using: &random)) / 1000
                        : Double(bitPattern: UInt64.random(in: 0..<0x7FF0_0000_0000_0000, using: &random)),
                    quality: Quality.allCases.randomElement(using: &random) ?? .measured))
        }
        return batch.sorted()
    }

    private func same(_ a: ReadingBatch, _ b: ReadingBatch) -> Bool {
        a.series == b.series && a.starts == b.starts && a.qualities == b.qualities
            && a.values.map(\.bitPattern) == b.values.map(\.bitPattern)
    }

    @Test func everyBatchComesBackBitByBit() throws {
        var random = SeededGenerator(seed: 11)
        for count in [1, 2, 3, 100, 4096, 4097, 10_000] {
            let batch = batch(count, &random)
            #expect(same(try BatchCodec.decode(BatchCodec.encode(batch)), batch))
        }
    }

    @Test func anIntervalOfManyMetersTakesFewBytes() throws {
        var batch = ReadingBatch()
        for meter in 1...10_000 {
            batch.append(
                SeriesID(Int64(meter)), Reading(start: .epoch, value: Double(meter * 7919 % 4000) / 1000))
        }
        #expect(try BatchCodec.encode(batch).count < 10_000 * 4)
    }

    @Test func damagedBytesAreRefusedAndNeverMisread() throws {
        var random = SeededGenerator(seed: 12)
        let bytes = try BatchCodec.encode(batch(300, &random))
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= UInt8.random(in: 1...255, using: &random)
            #expect(throws: BlockCodecError.self) { try BatchCodec.decode(damaged) }
        }
        for length in 0..<bytes.count {
            #expect(throws: BlockCodecError.self) { try BatchCodec.decode(Array(bytes[..<length])) }
        }
    }

    @Test func hostileBytesWithASoundChecksumGiveReadingsOrAnError() throws {
        var random = SeededGenerator(seed: 13)
        let bytes = try BatchCodec.encode(batch(50, &random)).dropLast(4)
        for _ in 0..<3000 {
            var hostile = Array(bytes)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                hostile[Int.random(in: 1..<hostile.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            hostile.append(
                littleEndian: hostile.withUnsafeBytes { BlockLayout.checksum(of: $0, length: $0.count) })
            do {
                let decoded = try BatchCodec.decode(hostile)
                #expect(decoded.count == decoded.values.count && decoded.count == decoded.starts.count)
            } catch {
                // An error is an answer, too.
            }
        }
    }

    @Test func sortingKeepsWhatContradictsAndDropsWhatRepeats() throws {
        var batch = ReadingBatch()
        for (series, hour, value) in [(2, 0, 1.0), (1, 1, 2.0), (2, 0, 1.0), (1, 0, 2.0), (1, 1, 5.0), (1, 1, 2.0)] {
            batch.append(
                SeriesID(Int64(series)), Reading(start: .epoch + Int64(hour) * 3600, value: value))
        }
        let sorted = batch.sorted()
        #expect(sorted.series.map(\.rawValue) == [1, 1, 1, 1, 2])
        #expect(sorted.values == [2, 2, 5, 2, 1])
        let union = BatchUnion([try BatchCodec.decode(try BatchCodec.encode(sorted))])
        #expect(union.layers(at: 0).map(\.block.values) == [[2, 2], [5], [2]])
        #expect(union.layers(at: 0).map(\.origins) == [[0, 0], [0], [0]])
    }

    @Test func layersKeepTheOrderOfTheBatches() {
        func one(_ readings: [(Int64, Int64, Double)]) -> ReadingBatch {
            var batch = ReadingBatch()
            for (series, hour, value) in readings {
                batch.append(SeriesID(series), Reading(start: .epoch + hour * 3600, value: value))
            }
            return batch.sorted()
        }
        let union = BatchUnion([
            one([(1, 0, 1), (1, 2, 2), (5, 0, 9)]), one([(1, 0, 3), (1, 1, 4)]), one([(1, 0, 5)]),
        ])
        #expect(union.series.map(\.rawValue) == [1, 5])
        let layers = union.layers(at: 0)
        #expect(layers.map(\.block.values) == [[1, 4, 2], [3], [5]])
        #expect(layers.map(\.origins) == [[0, 1, 0], [1], [2]])
        #expect(union.layers(at: 1).map(\.block.values) == [[9]])
    }
}
