import GridModel
import Telemetry
import Testing

@Suite struct BlockSpanTests {
    @Test(arguments: [
        (900 as Int64, "2024-02-29T23:45:00Z", "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z", 96),
        (60, "1969-12-31T23:59:00Z", "1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z", 1440),
        (3600, "2024-02-29T23:00:00Z", "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z", 696),
        (3600, "2023-12-31T23:00:00Z", "2023-12-01T00:00:00Z", "2024-01-01T00:00:00Z", 744),
        (86_400, "2024-12-31T00:00:00Z", "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z", 366),
    ])
    func lengthFollowsTheInterval(interval: Int64, moment: String, start: String, end: String, count: Int) throws {
        let block = BlockSpan(containing: try #require(Timestamp(iso8601: moment)), intervalSeconds: interval)
        #expect(block.start.iso8601 == start)
        #expect(block.end.iso8601 == end)
        #expect(block.expectedCount == count)
    }

    @Test func coveringBlocksTouchEachOtherAndTheWholeSpan() throws {
        let start = try #require(Timestamp(iso8601: "2024-01-15T07:30:00Z"))
        for interval in Series.acceptedIntervalSeconds {
            let span = TimeSpan(start: start, end: start + 86_400 * 400)
            let blocks = BlockSpan.covering(span, intervalSeconds: interval)
            #expect(blocks.first?.contains(span.start) == true)
            #expect(blocks.last?.contains(span.end - 1) == true)
            #expect(zip(blocks, blocks.dropFirst()).allSatisfy { $0.end == $1.start && $0 < $1 })
            #expect(blocks.allSatisfy { $0.expectedCount <= BlockCodec.maximumCount })
        }
        #expect(BlockSpan.covering(TimeSpan(start: start, end: start), intervalSeconds: 900).isEmpty)
        #expect(BlockSpan.covering(TimeSpan(start: start, end: start + 1), intervalSeconds: 900).count == 1)
    }
}
