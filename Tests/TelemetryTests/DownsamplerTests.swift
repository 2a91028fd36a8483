import GridModel
import Telemetry
import Testing

@Suite struct DownsamplerTests {
    @Test func keepsEveryExtremeFirstAndLast() throws {
        var random = SeededGenerator(seed: 41)
        for _ in 0..<300 {
            let count = Int.random(in: 1...3000, using: &random)
            let points = Int.random(in: 0...200, using: &random)
            var start = Timestamp.epoch
            let block = ReadingBlock(
                (0..<count).map { _ in
                    start = start + Int64.random(in: 1...2000, using: &random)
                    return Reading(start: start, value: Double.random(in: -5...5, using: &random))
                })
            let span = TimeSpan(start: .epoch, end: start + Int64.random(in: 1...100_000, using: &random))
            let kept = Downsampler.reduce([block], span: span, points: points)
            #expect(kept.count <= max(4, points))
            #expect(kept.first == block.readings.first)
            #expect(kept.last == block.readings.last)
            #expect(zip(kept, kept.dropFirst()).allSatisfy { $0.start < $1.start })
            #expect(kept.map(\.value).max() == block.values.max())
            #expect(kept.map(\.value).min() == block.values.min())
            #expect(kept.allSatisfy { reading in block.index(of: reading.start).map { block[$0] } == reading })
            if count <= points { #expect(kept == block.readings) }
        }
    }

    @Test func keepsTheExtremesOfEveryBucket() {
        // 100 hours, 22 points: ten buckets of ten hours, one spike up and one down in each.
        let values = (0..<100).map { $0 % 10 == 3 ? 9.0 : $0 % 10 == 6 ? -9.0 : 0 }
        let block = ReadingBlock(regularFrom: .epoch, intervalSeconds: 3600, values: values)
        let kept = Downsampler.reduce([block], span: TimeSpan(start: .epoch, end: .epoch + 360_000), points: 22)
        #expect(kept.filter { $0.value == 9 }.count == 10)
        #expect(kept.filter { $0.value == -9 }.count == 10)
    }

    @Test func leavesOutWhatLiesOutsideTheSpan() {
        let block = ReadingBlock(regularFrom: .epoch, intervalSeconds: 10, values: [1, 2, 3, 4])
        let kept = Downsampler.reduce(
            [block], span: TimeSpan(start: .epoch + 10, end: .epoch + 30), points: 100)
        #expect(kept.map(\.value) == [2, 3])
        #expect(Downsampler.reduce([block], span: TimeSpan(start: .epoch, end: .epoch), points: 9).isEmpty)
    }
}

extension Downsampler {
    fileprivate static func reduce(_ blocks: [ReadingBlock], span: TimeSpan, points: Int) -> [Reading] {
        var downsampler = Downsampler(span: span, points: points)
        for block in blocks { downsampler.add(block) }
        return downsampler.finish()
    }
}
