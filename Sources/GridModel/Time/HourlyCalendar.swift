/// What the wall clock and the calendar show for every hour of a span, looked up once.
///
/// Time zone look-ups are far too slow for a loop over years of hours and many series.
public struct HourlyCalendar: Sendable {
    /// What one hour is on the city's clock.
    public struct Hour: Hashable, Sendable {
        public let date: CivilDate
        /// 0…23
        public let hour: Int
        /// 0 = Monday … 6 = Sunday.
        public let weekday: Int
        public let isHoliday: Bool
        /// 0 on 1 January … 365.
        public let dayOfYear: Int
        /// Neither a weekend day nor a holiday.
        public var isWorkday: Bool { weekday < 5 && !isHoliday }
    }

    /// A whole hour in UTC.
    public let start: Timestamp
    public let hours: [Hour]

    public init(covering span: TimeSpan, calendar: CityCalendar, holidays: HolidayCalendar) {
        start = span.start.floored(toMultipleOf: 3600)
        let count = Int((span.end - start + 3599) / 3600)
        var hours: [Hour] = []
        hours.reserveCapacity(count)
        var offset: Int64 = 0
        var date = CivilDate(daysSinceEpoch: 0)
        var facts = (weekday: 0, isHoliday: false, dayOfYear: 0)
        var knownDay: Int64?
        for index in 0..<count {
            let moment = start + Int64(index) * 3600
            // Zones change their offset on quarter-hours at the finest and hardly ever off the hour.
            offset = calendar.offset(at: moment)
            let day = (moment + offset).floored(toMultipleOf: 86_400).secondsSinceEpoch / 86_400
            if day != knownDay {
                knownDay = day
                date = CivilDate(daysSinceEpoch: day)
                let newYear = CivilDate(year: date.year, month: 1, day: 1)?.daysSinceEpoch ?? day
                facts = (date.weekday, holidays.contains(date), Int(day - newYear))
            }
            let second = (moment + offset).secondsSinceEpoch - day * 86_400
            hours.append(
                Hour(
                    date: date, hour: Int(second / 3600), weekday: facts.weekday, isHoliday: facts.isHoliday,
                    dayOfYear: facts.dayOfYear))
        }
        self.hours = hours
    }

    /// Nil outside the span.
    public subscript(_ moment: Timestamp) -> Hour? {
        let index = Int((moment.floored(toMultipleOf: 3600) - start) / 3600)
        return hours.indices.contains(index) ? hours[index] : nil
    }
}
