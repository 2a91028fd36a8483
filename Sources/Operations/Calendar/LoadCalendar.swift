package import GridModel
package import Persistence

/// The calendars of a city: the one its days are shown by, and the one that shaped its load.
package struct LoadCalendar: Sendable {
    /// Today's clock: local midnights and days on the screen.
    package let city: CityCalendar
    /// The clock people lived by when the readings were taken; another than `city` only for a recorded year
    /// that is replayed later.
    package let lived: CityCalendar
    /// On the days of `lived`.
    package let holidays: HolidayCalendar

    package init(city: CityCalendar, holidays: HolidayCalendar = .none, movedByWeeks: Int = 0) {
        self.city = city
        lived = CityCalendar(timeZone: city.timeZone, movedByWeeks: movedByWeeks)
        self.holidays = holidays.shifted(byWeeks: movedByWeeks)
    }

    /// The tenant's time zone and, where they are known for its country, its holidays.
    ///
    /// - Parameter movedByWeeks: how much later the tenant's readings are shown than they were taken.
    /// - Returns: nil for a time zone that is not in the IANA database.
    package init?(tenant: Tenant, movedByWeeks: Int = 0) {
        guard let city = CityCalendar(identifier: tenant.timeZone) else { return nil }
        let isUnitedStates = tenant.locale.hasSuffix("-US")
        self.init(
            city: city, holidays: isUnitedStates ? .unitedStatesFederal(years: 2000...2100) : .none,
            movedByWeeks: movedByWeeks)
    }
}
