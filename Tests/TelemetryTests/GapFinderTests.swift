import GridModel
import Telemetry
import Testing

@Suite struct GapFinderTests {
    let start = Timestamp(secondsSinceEpoch: 1_795_392_000)

    @Test func findsGapsAtBothEndsAndBetween() {
        var finder = GapFinder(span: TimeSpan(start: start, end: start + 9000), intervalSeconds: 900)
        finder.add(ReadingBlock(regularFrom: start + 900, intervalSeconds: 900, values: [1, 1]))
        finder.add(ReadingBlock(regularFrom: start + 4500, intervalSeconds: 900, values: [1]))
        #expect(
            finder.gaps == [
                TimeSpan(start: start, end: start + 900), TimeSpan(start: start + 2700, end: start + 4500),
                TimeSpan(start: start + 5400, end: start + 9000),
            ])
        #expect(finder.missingCount == 7)
    }

    @Test func spanWithoutReadingsIsOneGap() {
        let finder = GapFinder(span: TimeSpan(start: start + 1, end: start + 1801), intervalSeconds: 900)
        // Only the intervals that begin inside count.
        #expect(finder.gaps == [TimeSpan(start: start + 900, end: start + 2700)])
    }

    @Test func agreesWithASetInAnyOrder() {
        var random = SeededGenerator(seed: 51)
        for _ in 0..<300 {
            let length = Int64.random(in: 1...120, using: &random)
            var finder = GapFinder(span: TimeSpan(start: start, end: start + length * 900), intervalSeconds: 900)
            var missing = Set((0..<length).map { start + $0 * 900 })
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let readings = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                    Reading(start: start + Int64.random(in: -5...125, using: &random) * 900, value: 0)
                }
                missing.subtract(readings.map(\.start))
                finder.add(ReadingBlock(readings))
            }
            let listed = finder.gaps.flatMap { gap in stride(from: 0, to: gap.seconds, by: 900).map { gap.start + $0 } }
            #expect(listed == missing.sorted())
            #expect(finder.missingCount == missing.count)
            #expect(zip(finder.gaps, finder.gaps.dropFirst()).allSatisfy { $0.end < $1.start })
        }
    }
}
