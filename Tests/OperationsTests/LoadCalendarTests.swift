import GridModel
import Operations
import Persistence
import Testing

@Suite struct LoadCalendarTests {
    private func tenant(_ locale: String) -> Tenant {
        Tenant(
            id: TenantID(1), code: "t", name: "T", timeZone: "America/Los_Angeles", locale: locale, currency: "USD")
    }

    @Test func holidaysMoveWithTheYearThatTheyShaped() throws {
        let calendar = try #require(LoadCalendar(tenant: tenant("en-US"), movedByWeeks: 494))
        let thanksgiving = try #require(CivilDate(year: 2016, month: 11, day: 24))
        #expect(calendar.holidays.contains(thanksgiving.adding(days: 7 * 494)))
        #expect(calendar.lived.movedByWeeks == 494 && calendar.city.movedByWeeks == 0)
    }

    @Test func unknownCountriesHaveNoHolidaysAndUnknownZonesNoCalendar() throws {
        #expect(LoadCalendar(tenant: tenant("de-DE"))?.holidays == HolidayCalendar.none)
        let nowhere = Tenant(
            id: TenantID(1), code: "t", name: "T", timeZone: "No/Where", locale: "en-US", currency: "USD")
        #expect(LoadCalendar(tenant: nowhere) == nil)
    }
}
