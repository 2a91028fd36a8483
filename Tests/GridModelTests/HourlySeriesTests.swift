import GridModel
import Testing

@Suite struct HourlySeriesTests {
    let start = Timestamp(secondsSinceEpoch: 1_767_571_200)

    @Test func aGapIsMissingAndNeverZero() {
        let readings = [
            Reading(start: start, value: 1), Reading(start: start + 7200, value: 3),
            Reading(start: start + 900, value: 99), Reading(start: start + 5 * 3600, value: 99),
        ]
        let series = HourlySeries(covering: TimeSpan(start: start, end: start + 4 * 3600), readings: readings)
        #expect((0..<4).map { series.value(at: $0) } == [1, nil, 3, nil])
        #expect(series.missingCount == 2)
        #expect(series[start + 3600] == nil)
        #expect(series[start + 900] == nil)
        #expect(series[start - 3600] == nil)
    }

    @Test func beforeAMomentAreOnlyHoursThatHadEnded() {
        let series = HourlySeries(start: start, values: [1, 2, 3, 4])
        #expect(series.before(start + 2 * 3600 + 1800) == HourlySeries(start: start, values: [1, 2]))
        #expect(series.before(start - 50).count == 0)
        #expect(series.before(start + 90 * 3600) == series)
    }

    @Test func slicesKeepTheirPlaceInTime() {
        let series = HourlySeries(start: start, values: [1, nil, 3, 4])
        let slice = series.slice(TimeSpan(start: start + 3600, end: start + 3 * 3600))
        #expect(slice == HourlySeries(start: start + 3600, values: [nil, 3]))
        #expect(slice != HourlySeries(start: start + 3600, values: [0, 3]))
    }
}

@Suite struct HolidayCalendarTests {
    private func isHoliday(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        guard let date = CivilDate(year: year, month: month, day: day) else { return false }
        return HolidayCalendar.unitedStatesFederal(years: 2026...2028).contains(date)
    }

    @Test func knowsFederalHolidaysAndTheDaysTheyAreObserved() {
        #expect(isHoliday(2026, 1, 19) && isHoliday(2026, 2, 16) && isHoliday(2026, 5, 25))
        #expect(isHoliday(2026, 9, 7) && isHoliday(2026, 10, 12) && isHoliday(2026, 11, 26))
        // 4 July 2026 is a Saturday: the Friday is observed too.
        #expect(isHoliday(2026, 7, 4) && isHoliday(2026, 7, 3) && !isHoliday(2026, 7, 6))
        // 1 January 2028 is a Saturday: observed on the last day of 2027.
        #expect(isHoliday(2027, 12, 31))
        #expect(!isHoliday(2026, 11, 27))
    }

    @Test func movesWithShiftedData() throws {
        let shifted = HolidayCalendar([try #require(CivilDate(year: 2017, month: 7, day: 4))]).shifted(byWeeks: 2)
        #expect(shifted.dates == [try #require(CivilDate(year: 2017, month: 7, day: 18))])
    }
}
