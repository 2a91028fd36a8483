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

    @Test func spansFollowEachOtherWithoutAHole() throws {
        let start = try #require(Timestamp(iso8601: "2024-01-15T07:30:00Z"))
        for interval in Series.acceptedIntervalSeconds {
            var last = BlockSpan(containing: start, intervalSeconds: interval)
            while last.end < start + 86_400 * 400 {
                let next = BlockSpan(containing: last.end, intervalSeconds: interval)
                #expect(next.start == last.end && last < next)
                #expect(BlockSpan(containing: next.end - 1, intervalSeconds: interval) == next)
                #expect(next.expectedCount <= BlockCodec.maximumCount)
                last = next
            }
        }
    }
}
