import GridModel
import Telemetry
import Testing

@Suite struct BlockMergeTests {
    let start = Timestamp(secondsSinceEpoch: 1_795_392_000)
    var stored: ReadingBlock { ReadingBlock(regularFrom: start, intervalSeconds: 900, values: [1, 2, 3]) }

    @Test func sameReadingsTwiceChangeNothing() {
        let merge = BlockMerge(stored.readings, into: stored)
        #expect(merge.block == nil)
        #expect(merge.unchangedCount == 3)
        #expect(merge.insertedCount == 0)
        #expect(merge.revisions.isEmpty)
    }

    @Test func lateAndOutOfOrderReadingsFindTheirPlace() throws {
        let late = [Reading(start: start + 9000, value: 9), Reading(start: start - 900, value: 0)]
        let merge = BlockMerge(late, into: stored)
        let block = try #require(merge.block)
        #expect(block.values == [0, 1, 2, 3, 9])
        #expect(block.starts.first == start - 900)
        #expect(merge.insertedCount == 2)
    }

    @Test func differingValueIsARevisionThatKeepsTheOldOne() throws {
        let merge = BlockMerge([Reading(start: start + 900, value: 7, quality: .edited)], into: stored)
        #expect(try #require(merge.block).values == [1, 7, 3])
        #expect(
            merge.revisions == [
                ReadingRevision(
                    start: start + 900, oldValue: 2, oldQuality: .measured, newValue: 7, newQuality: .edited)
            ])
        #expect(merge.insertedCount == 0)
    }

    @Test func sameValueWithAnotherQualityIsARevision() {
        let merge = BlockMerge([Reading(start: start, value: 1, quality: .estimated)], into: stored)
        #expect(merge.revisions.map(\.newQuality) == [.estimated])
    }

    @Test func minusZeroIsNotZero() {
        let zeros = ReadingBlock(regularFrom: start, intervalSeconds: 900, values: [0])
        #expect(BlockMerge([Reading(start: start, value: -0.0)], into: zeros).revisions.count == 1)
        let notANumber = ReadingBlock(regularFrom: start, intervalSeconds: 900, values: [.nan])
        #expect(BlockMerge([Reading(start: start, value: .nan)], into: notANumber).block == nil)
    }

    @Test func lastOfSeveralInOneBatchWins() throws {
        let batch = [5.0, 6, 2].map { Reading(start: start + 900, value: $0) }
        let merge = BlockMerge(batch, into: stored)
        // The last one is what is stored already: nothing changes.
        #expect(merge.block == nil)
        #expect(merge.unchangedCount == 3)
        let conflicting = BlockMerge(Array(batch.reversed()), into: stored)
        #expect(conflicting.revisions.map(\.newValue) == [5])
        #expect(try #require(conflicting.block).values == [1, 5, 3])
        #expect(BlockMerge(batch, into: nil).block?.values == [2])
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
                let merge = BlockMerge(batch, into: block)
                #expect((merge.block == nil) == (before == expected))
                #expect(merge.insertedCount == expected.count - before.count)
                #expect(merge.insertedCount + merge.unchangedCount + merge.revisions.count == batch.count)
                for revision in merge.revisions {
                    #expect(before[revision.start]?.value == revision.oldValue)
                    #expect(expected[revision.start]?.value == revision.newValue)
                }
                block = merge.block ?? block
                #expect(block?.readings ?? [] == expected.values.sorted { $0.start < $1.start })
            }
        }
    }
}
