public import GridModel

/// The clock and the holidays that the load follows.
public struct ForecastCalendar: Sendable {
    public let calendar: CityCalendar
    public let holidays: HolidayCalendar

    public init(calendar: CityCalendar, holidays: HolidayCalendar = .none) {
        self.calendar = calendar
        self.holidays = holidays
    }

    func hours(covering span: TimeSpan) -> HourlyCalendar {
        HourlyCalendar(covering: span, calendar: calendar, holidays: holidays)
    }
}
