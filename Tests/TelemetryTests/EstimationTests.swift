import GridModel
import Telemetry
import Testing

@Suite struct EstimationTests {
    private let calendar = CityCalendar(identifier: "America/Los_Angeles")!

    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: text)) }

    @Test func linearLiesOnTheLineBetweenTheFlanks() {
        let gap = TimeSpan(start: ValidationRuleTests.start, end: ValidationRuleTests.start + 3 * 900)
        let found = LinearEstimate.readings(in: gap, intervalSeconds: 900, before: 1, after: 5)
        #expect(found.map(\.value) == [2, 3, 4])
        #expect(found.map(\.start) == [0, 1, 2].map { gap.start + $0 * 900 })
        #expect(found.allSatisfy { $0.quality == .estimated })
        #expect(
            LinearEstimate.readings(
                in: TimeSpan(start: gap.start, end: gap.start), intervalSeconds: 900, before: 1, after: 2
            ).isEmpty)
    }

    /// Hourly values that name their local date and hour: 100 × day of the month + hour.
    private func history(from first: String, days: Int, quality: Quality = .measured) throws -> ReadingBlock {
        var date = calendar.localDate(of: try time(first))
        var readings: [Reading] = []
        for _ in 0..<days {
            let span = calendar.span(of: date)
            for offset in stride(from: 0, to: span.seconds, by: 3600) {
                let local = calendar.localTime(of: span.start + offset)
                readings.append(
                    Reading(start: span.start + offset, value: Double(date.day * 100 + local.hour), quality: quality))
            }
            date = date.adding(days: 1)
        }
        return ReadingBlock(readings)
    }

    @Test func aWorkdayIsTheMedianOfTheFiveWorkdaysBefore() throws {
        var estimate = LikeDaysEstimate(calendar: calendar, holidays: .none)
        estimate.add(try history(from: "2026-06-01T12:00:00Z", days: 14))
        // Monday 15 June: Friday 12, Thursday 11 … Monday 8; the median is Wednesday the 10th.
        let span = calendar.span(of: try #require(CivilDate(year: 2026, month: 6, day: 15)))
        let found = estimate.readings(in: span, intervalSeconds: 3600)
        #expect(found.map(\.value) == (0..<24).map { 1000 + Double($0) })
    }

    @Test func aHolidayIsLikeASunday() throws {
        let holiday = try #require(CivilDate(year: 2026, month: 6, day: 29))
        var estimate = LikeDaysEstimate(calendar: calendar, holidays: HolidayCalendar([holiday]))
        estimate.add(try history(from: "2026-06-01T12:00:00Z", days: 28))
        let found = estimate.readings(in: calendar.span(of: holiday), intervalSeconds: 3600)
        // Sundays 7, 14, 21 and 28.
        #expect(found.first?.value == 1750)
    }

    @Test(arguments: [("2026-03-09T12:00:00Z", 24), ("2026-03-08T12:00:00Z", 23), ("2026-11-01T12:00:00Z", 25)])
    func daysOf23And25HoursGoByTheWallClock(day: String, hours: Int) throws {
        let noon = try time(day)
        let date = calendar.localDate(of: noon)
        var estimate = LikeDaysEstimate(calendar: calendar, holidays: .none)
        estimate.add(try history(from: (noon - 35 * 86_400).iso8601, days: 35))
        let found = estimate.readings(in: calendar.span(of: date), intervalSeconds: 3600)
        #expect(found.count == hours)
        for reading in found {
            #expect(Int(reading.value) % 100 % 50 == calendar.localTime(of: reading.start).hour % 50)
        }
    }

    @Test func tooFewLikeDaysOrEstimatesGiveNone() throws {
        let span = calendar.span(of: try #require(CivilDate(year: 2026, month: 6, day: 15)))
        var few = LikeDaysEstimate(calendar: calendar, holidays: .none)
        few.add(try history(from: "2026-06-11T12:00:00Z", days: 4))
        #expect(few.readings(in: span, intervalSeconds: 3600).isEmpty)
        var made = LikeDaysEstimate(calendar: calendar, holidays: .none)
        made.add(try history(from: "2026-06-01T12:00:00Z", days: 14, quality: .estimated))
        #expect(made.readings(in: span, intervalSeconds: 3600).isEmpty)
    }

    @Test func allocationSharesWhatTheFeederReadBeyondTheOthers() {
        let found = FeederAllocation.readings(
            from: ValidationRuleTests.start, intervalSeconds: 900, total: [10, nil, 10, 3], others: [4, 4, nil, 5],
            weight: 1, weights: 3)
        #expect(found.map(\.value) == [2, 0])
        #expect(found.map(\.start) == [0, 3].map { ValidationRuleTests.start + $0 * 900 })
    }

    @Test func allocatedSharesAddUpToTheRemainder() {
        var random = SeededGenerator(seed: 19)
        for _ in 0..<100 {
            let weights = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                Double.random(in: 0.1...5, using: &random)
            }
            let (total, others) = (
                Double.random(in: 20...50, using: &random), Double.random(in: 0...20, using: &random)
            )
            let parts = weights.flatMap {
                FeederAllocation.readings(
                    from: .epoch, intervalSeconds: 900, total: [total], others: [others], weight: $0,
                    weights: weights.reduce(0, +))
            }
            #expect(abs(parts.map(\.value).reduce(0, +) - (total - others)) < 1e-9)
        }
    }
}
