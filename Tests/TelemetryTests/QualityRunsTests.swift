import GridModel
import Telemetry
import Testing

@Suite struct QualityRunsTests {
    let start = Timestamp(secondsSinceEpoch: 1_795_392_000)

    private func block(_ qualities: [Quality], from index: Int64 = 0) -> ReadingBlock {
        ReadingBlock(
            qualities.enumerated().map {
                Reading(start: start + (index + Int64($0.offset)) * 900, value: 1, quality: $0.element)
            })
    }

    private func run(_ from: Int64, _ to: Int64, _ quality: Quality, _ readings: Int) -> QualityRuns.Run {
        QualityRuns.Run(
            span: TimeSpan(start: start + from * 900, end: start + to * 900), quality: quality, readings: readings)
    }

    @Test func findsStretchesAcrossBlocksAndLeavesTheMeasuredAndCalculatedOut() {
        var runs = QualityRuns(intervalSeconds: 900)
        runs.add(block([.measured, .estimated, .estimated, .edited, .calculated, .substituted]))
        runs.add(block([.substituted, .measured, .estimated], from: 6))
        #expect(
            runs.runs == [
                run(1, 3, .estimated, 2), run(3, 4, .edited, 1), run(5, 7, .substituted, 2), run(8, 9, .estimated, 1),
            ])
    }

    @Test func aGapBetweenEndsAStretch() {
        var runs = QualityRuns(intervalSeconds: 900)
        runs.add(block([.estimated]))
        runs.add(block([.estimated], from: 2))
        #expect(runs.runs == [run(0, 1, .estimated, 1), run(2, 3, .estimated, 1)])
    }

    @Test func stretchesWithinTheToleranceAreOneAndKeepTheirCounts() {
        var runs = QualityRuns(intervalSeconds: 900, toleranceSeconds: 1800)
        runs.add(block([.estimated, .measured, .edited, .estimated, .measured, .measured, .measured, .estimated]))
        #expect(runs.runs == [run(0, 4, .estimated, 2), run(2, 3, .edited, 1), run(7, 8, .estimated, 1)])
    }

    @Test func theirNumberFollowsTheToleranceNotTheReadings() {
        var runs = QualityRuns(intervalSeconds: 900, toleranceSeconds: 100 * 900)
        for day in 0..<1000 {
            runs.add(block((0..<96).map { $0.isMultiple(of: 2) ? .estimated : .edited }, from: Int64(day) * 96))
        }
        #expect(runs.runs.count == 2)
        #expect(runs.runs.map(\.readings) == [48_000, 48_000])
    }
}
