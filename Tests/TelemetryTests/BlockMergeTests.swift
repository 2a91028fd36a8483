import GridModel
import Telemetry
import Testing

@Suite struct BlockMergeTests {
    let start = Timestamp(secondsSinceEpoch: 1_795_392_000)
    var stored: ReadingBlock { ReadingBlock(regularFrom: start, intervalSeconds: 900, values: [1, 2, 3]) }

    @Test func sameReadingsTwiceChangeNothing() {
        let merge = BlockMerge(ReadingBlock(stored.readings), into: stored)
        #expect(merge.block == nil)
        #expect(merge.unchangedCount == 3)
        #expect(merge.insertedCount == 0)
        #expect(merge.revisions.isEmpty)
    }

    @Test func lateAndOutOfOrderReadingsFindTheirPlace() throws {
        let late = [Reading(start: start + 9000, value: 9), Reading(start: start - 900, value: 0)]
        let merge = BlockMerge(ReadingBlock(late), into: stored)
        let block = try #require(merge.block)
        #expect(block.values == [0, 1, 2, 3, 9])
        #expect(block.starts.first == start - 900)
        #expect(merge.insertedCount == 2)
    }

    @Test func differingValueIsARevisionThatKeepsTheOldOne() throws {
        let merge = BlockMerge(ReadingBlock([Reading(start: start + 900, value: 7, quality: .edited)]), into: stored)
        #expect(try #require(merge.block).values == [1, 7, 3])
        #expect(
            merge.revisions == [
                ReadingRevision(
                    start: start + 900, oldValue: 2, oldQuality: .measured, newValue: 7, newQuality: .edited)
            ])
        #expect(merge.insertedCount == 0)
    }

    @Test func sameValueWithAnotherQualityIsARevision() {
        let merge = BlockMerge(ReadingBlock([Reading(start: start, value: 1, quality: .estimated)]), into: stored)
        #expect(merge.revisions.map(\.newQuality) == [.estimated])
    }

    @Test func minusZeroIsNotZero() {
        let zeros = ReadingBlock(regularFrom: start, intervalSeconds: 900, values: [0])
        #expect(BlockMerge(ReadingBlock([Reading(start: start, value: -0.0)]), into: zeros).revisions.count == 1)
        let notANumber = ReadingBlock(regularFrom: start, intervalSeconds: 900, values: [.nan])
        #expect(BlockMerge(ReadingBlock([Reading(start: start, value: .nan)]), into: notANumber).block == nil)
    }

    /// As `ReadingStore` does it: the layers one after the other.
    private func merged(_ readings: [Reading], into stored: ReadingBlock?) -> (
        block: ReadingBlock?, inserted: Int, unchanged: Int, revisions: [ReadingRevision]
    ) {
        var (block, inserted, unchanged, revisions) = (stored, 0, 0, [ReadingRevision]())
        for layer in ReadingBlock.layers(readings) {
            let merge = BlockMerge(layer, into: block)
            block = merge.block ?? block
            inserted += merge.insertedCount
            unchanged += merge.unchangedCount
            revisions += merge.revisions
        }
        return (block, inserted, unchanged, revisions)
    }

    @Test func lastOfSeveralInOneBatchWinsAndWhatItContradictsIsARevision() {
        let batch = [5.0, 5, 6, 2].map { Reading(start: start + 900, value: $0) }
        let over = merged(batch, into: stored)
        #expect(over.block == stored)
        #expect(over.unchanged == 1)
        #expect(over.revisions.map(\.oldValue) == [2, 5, 6])
        #expect(over.revisions.map(\.newValue) == [5, 6, 2])
        let fresh = merged(batch, into: nil)
        #expect(fresh.block?.values == [2])
        #expect((fresh.inserted, fresh.unchanged) == (1, 1))
        #expect(fresh.revisions.map(\.oldValue) == [5, 6])
    }

    @Test func mergingInAnyOrderGivesWhatADictionaryWould() {
        var random = SeededGenerator(seed: 21)
        for _ in 0..<300 {
            var block: ReadingBlock?
            var expected: [Timestamp: Reading] = [:]
            for _ in 0..<6 {
                let batch = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                    Reading(
                        start: start + Int64.random(in: 0...30, using: &random) * 900,
                        value: Double(Int.random(in: 0...2, using: &random)))
                }
                let before = expected
                for reading in batch { expected[reading.start] = reading }
                let merge = merged(batch, into: block)
                #expect(merge.inserted == expected.count - before.count)
                #expect(merge.inserted + merge.unchanged + merge.revisions.count == batch.count)
                // The revisions of an interval lead from what stood there to what stands there, without a break.
                for (start, chain) in Dictionary(grouping: merge.revisions, by: \.start) {
                    if let old = before[start] { #expect(chain.first?.oldValue == old.value) }
                    #expect(expected[start]?.value == chain.last?.newValue)
                    #expect(chain.dropFirst().map(\.oldValue) == chain.dropLast().map(\.newValue))
                }
                block = merge.block
                #expect(block?.readings ?? [] == expected.values.sorted { $0.start < $1.start })
            }
        }
    }
}
