import GridModel
import Telemetry
import Testing

@Suite struct RollupTests {
    @Test(arguments: [
        ("America/Los_Angeles", 2026, 3, 8, 92), ("America/Los_Angeles", 2026, 11, 1, 100),
        ("America/Los_Angeles", 2026, 7, 1, 96), ("Asia/Kolkata", 2026, 7, 1, 96),
        // Lord Howe Island moves its clock by half an hour.
        ("Australia/Lord_Howe", 2026, 4, 5, 98), ("Australia/Lord_Howe", 2026, 10, 4, 94),
        ("Asia/Kathmandu", 2026, 7, 1, 96),
    ])
    func dayCountsTheQuarterHoursOfItsClock(zone: String, year: Int, month: Int, day: Int, count: Int) throws {
        let calendar = try #require(CityCalendar(identifier: zone))
        let date = try #require(CivilDate(year: year, month: month, day: day))
        let noon = calendar.start(of: date) + 43_200
        let values = (0..<960).map(Double.init)
        let blocks = days(
            of: ReadingBlock(
                regularFrom: noon.floored(toMultipleOf: 900) - 432_000, intervalSeconds: 900, values: values))
        let touched = TimeSpan(start: noon, end: noon + 1)
        let daily = Rollup.daily(blocks.shuffled(), intervalSeconds: 900, calendar: calendar, over: touched)
        let bucket = try #require(daily.first).bucket
        #expect(daily.map(\.date) == [date])
        #expect(bucket.expectedCount == count)
        #expect(bucket.count == count)
        #expect(bucket.isComplete)
        #expect(bucket.span == Rollup.wholeDays(touching: touched, calendar: calendar))
        // Values count up by one: the day's least, greatest and sum follow from its first reading.
        #expect(bucket.maximum - bucket.minimum == Double(count - 1))
        #expect(bucket.sum == (bucket.minimum + bucket.maximum) * Double(count) / 2)
    }

    @Test func everyReadingBelongsToOneDay() throws {
        let calendar = try #require(CityCalendar(identifier: "America/Los_Angeles"))
        let start = try #require(Timestamp(iso8601: "2026-01-01T08:00:00Z"))
        let block = ReadingBlock(
            regularFrom: start, intervalSeconds: 3600, values: Array(repeating: 1, count: 365 * 24))
        let blocks = (0..<365 as Range<Int64>).map {
            block.clipped(to: TimeSpan(start: start + $0 * 86_400, end: start + ($0 + 1) * 86_400))
        }
        let span = TimeSpan(start: start, end: start + 365 * 86_400)
        let daily = Rollup.daily(blocks, intervalSeconds: 3600, calendar: calendar, over: span)
        #expect(daily.count == 365)
        #expect(daily.reduce(0) { $0 + $1.bucket.count } == 8760)
        #expect(daily.map(\.bucket.expectedCount).filter { $0 != 24 } == [23, 25])
    }

    @Test func hourOfBytesEqualsHourOfReadings() throws {
        var random = SeededGenerator(seed: 31)
        for _ in 0..<400 {
            let intervals: [Int64] = [60, 300, 600, 900, 1200, 1800, 3600]
            let interval = intervals.randomElement(using: &random) ?? 900
            let first = Timestamp(secondsSinceEpoch: Int64.random(in: 0...400_000, using: &random))
                .floored(toMultipleOf: interval)
            let isGapless = Bool.random(using: &random)
            let quality: Quality = Bool.random(using: &random) ? .estimated : .measured
            let readings = (0..<Int.random(in: 1...200, using: &random)).compactMap { index -> Reading? in
                guard isGapless || Int.random(in: 0...4, using: &random) > 0 else { return nil }
                let mixed: Quality = index % 3 == 0 ? .measured : quality
                return Reading(
                    start: first + Int64(index) * interval, value: Double(Int.random(in: -50...50, using: &random)),
                    quality: isGapless ? quality : mixed)
            }
            guard !readings.isEmpty else { continue }
            let block = ReadingBlock(readings)
            let low = first + Int64.random(in: -20_000...20_000, using: &random)
            let span = TimeSpan(start: low, end: low + Int64.random(in: 0...200_000, using: &random))
            var slow = try #require(HourlyColumns(covering: span, intervalSeconds: interval))
            var fast = slow
            slow.add(block)
            try fast.add(payload: BlockCodec.encode(block).payload)
            #expect(slow.buckets == fast.buckets)
        }
    }

    @Test func hoursAreSummedOnceAcrossBlocks() throws {
        // Two blocks that share one hour.
        let hour = Timestamp(secondsSinceEpoch: 3600 * 400_000)
        var columns = try #require(
            HourlyColumns(covering: TimeSpan(start: hour, end: hour + 1), intervalSeconds: 900))
        try columns.add(
            payload: BlockCodec.encode(ReadingBlock(regularFrom: hour, intervalSeconds: 900, values: [4, 1])).payload)
        try columns.add(
            payload: BlockCodec.encode(ReadingBlock(regularFrom: hour + 1800, intervalSeconds: 900, values: [3, 2]))
                .payload)
        let bucket = try #require(columns.bucket(at: 0))
        #expect(bucket.sum == 10)
        #expect(bucket.minimum == 1)
        #expect(bucket.maximum == 4)
        #expect(bucket.isComplete)
        #expect(bucket.value(of: .activeEnergyImport) == 10)
        #expect(bucket.value(of: .temperature) == 2.5)
    }

    @Test func damagedBytesAddNothing() throws {
        let hour = Timestamp.epoch
        var columns = try #require(
            HourlyColumns(covering: TimeSpan(start: hour, end: hour + 3600), intervalSeconds: 900))
        var payload = try BlockCodec.encode(ReadingBlock(regularFrom: hour, intervalSeconds: 900, values: [1, 2]))
            .payload
        payload[8] ^= 1
        #expect(throws: BlockCodecError.checksumMismatch) { try columns.add(payload: payload) }
        #expect(columns.buckets.isEmpty)
    }

    @Test func dailySeriesHasNoHours() {
        #expect(HourlyColumns(covering: TimeSpan(start: .epoch, end: .epoch + 86_400), intervalSeconds: 86_400) == nil)
        #expect(HourlyColumns(covering: TimeSpan(start: .epoch, end: .epoch + 86_400), intervalSeconds: 0) == nil)
    }

    private func days(of block: ReadingBlock) -> [ReadingBlock] {
        block.split(intervalSeconds: 900).map(\.block)
    }
}
