import GridModel
import Testing

@Suite struct CityCalendarTests {
    let losAngeles: CityCalendar

    init() throws {
        losAngeles = try #require(CityCalendar(identifier: "America/Los_Angeles"))
    }

    @Test(arguments: [(3, 8, 23), (3, 9, 24), (11, 1, 25), (11, 2, 24)])
    func dayOf2026HasItsHours(month: Int, day: Int, hours: Int64) throws {
        let date = try #require(CivilDate(year: 2026, month: month, day: day))
        #expect(losAngeles.span(of: date).seconds == hours * 3600)
    }

    @Test func repeatedHourIsTwoMomentsOfOneWallClockHour() throws {
        let first = try #require(Timestamp(iso8601: "2026-11-01T08:30:00Z"))
        #expect(losAngeles.localTime(of: first).hour == 1)
        #expect(losAngeles.localTime(of: first + 3600).hour == 1)
        #expect(losAngeles.localTime(of: first + 7200).hour == 2)
    }

    @Test func skippedMidnightStartsTheDayAtItsFirstMoment() throws {
        // Brazil's summer time began at midnight: 2018-11-04 has no 00:00.
        let saoPaulo = try #require(CityCalendar(identifier: "America/Sao_Paulo"))
        let date = try #require(CivilDate(year: 2018, month: 11, day: 4))
        #expect(saoPaulo.start(of: date).iso8601 == "2018-11-04T03:00:00Z")
        #expect(saoPaulo.localTime(of: saoPaulo.start(of: date)).hour == 1)
    }

    @Test func refusesUnknownTimeZone() {
        #expect(CityCalendar(identifier: "Mars/Olympus_Mons") == nil)
    }

    @Test func aMovedYearKeepsTheClockOfTheYearItWasRecordedIn() throws {
        // 500 weeks before 2026-11-23 it was 2017-04-24: summer time.
        let zone = losAngeles.timeZone
        let november = try #require(Timestamp(iso8601: "2026-11-23T08:00:00Z"))
        #expect(losAngeles.localTime(of: november).hour == 0)
        let moved = CityCalendar(timeZone: zone, movedByWeeks: 500)
        #expect(moved.localTime(of: november).hour == 1)
        #expect(moved.localTime(of: november).weekday == losAngeles.localTime(of: november).weekday)
        #expect(moved.start(of: losAngeles.localDate(of: november)) == november - 3600)
    }
}
