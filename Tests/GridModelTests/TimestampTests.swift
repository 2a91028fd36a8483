import GridModel
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2016-02-29T23:59:59Z", 1_456_790_399),
        ("2026-11-23T10:00:00+01:00", 1_795_424_400),
        ("2026-11-23 09:00Z", 1_795_424_400), ("2026-11-23T09:00:00.25Z", 1_795_424_400),
        ("1969-12-31T23:59:59Z", -1), ("2026-11-23T04:30:00-0430", 1_795_424_400),
    ])
    func readsISO8601(text: String, seconds: Int64) {
        #expect(Timestamp(iso8601: text)?.secondsSinceEpoch == seconds)
    }

    @Test(arguments: [
        "", "2026-11-23T09:00:00", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-23T24:00:00Z",
        "2026-11-23T09:60:00Z", "2026-11-23T09:00:00Zx", "26-11-23T09:00:00Z",
        "2026-11-23T09:00:00+99:00", "²026-11-23T09:00Z",
        "2026-11-23T09:00:00.Z", "2026-01-01T00:00:00.0000000000000000000Zgarbage",
        "2026-01-01T00:00:00.00000000000000000000Z",
    ])
    func refusesWhatNamesNoMoment(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func aTimeHasAtMostFortyBytes() {
        #expect(Timestamp(iso8601: "2026-01-01T00:00:00.0000000000000000000Z") != nil)
        #expect(Timestamp(localISO8601: "2026-01-01T00:00:00.00000000000000000000") != nil)
        #expect(Timestamp(localISO8601: "2026-01-01T00:00:00.00000000000000000000garbage") == nil)
    }

    @Test func writesWhatItReads() throws {
        var moment = Timestamp(secondsSinceEpoch: -2_208_988_800)
        while Timestamp.acceptedRange.contains(moment) {
            #expect(Timestamp(iso8601: moment.iso8601) == moment)
            moment = moment + 86_400 * 97 + 12_345
        }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (1_795_647_906, "2026-11-25T23:05:06Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
        (253_402_300_800, "10000-01-01T00:00:00Z"), (-62_167_219_200, "0000-01-01T00:00:00Z"),
    ])
    func writesYearsOfFourDigitsAndMore(seconds: Int64, text: String) {
        #expect(Timestamp(secondsSinceEpoch: seconds).iso8601 == text)
    }

    @Test func floorsTowardsThePastBeforeTheEpochToo() {
        #expect(Timestamp(secondsSinceEpoch: -1).floored(toMultipleOf: 3600).secondsSinceEpoch == -3600)
        #expect(Timestamp(secondsSinceEpoch: 3601).floored(toMultipleOf: 3600).secondsSinceEpoch == 3600)
    }

    @Test func countsDaysAndWeekdays() throws {
        let date = try #require(CivilDate(year: 2026, month: 11, day: 23))
        #expect(date.weekday == 0)
        #expect(CivilDate(daysSinceEpoch: date.daysSinceEpoch) == date)
        #expect(CivilDate(year: 2025, month: 2, day: 29) == nil)
        #expect(CivilDate(year: 2024, month: 2, day: 28)?.adding(days: 2).description == "2024-03-01")
    }
}
