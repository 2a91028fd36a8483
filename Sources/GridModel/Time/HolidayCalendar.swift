/// The days on which a city rests although they are not a weekend.
public struct HolidayCalendar: Hashable, Sendable {
    public let dates: Set<CivilDate>

    public init(_ dates: Set<CivilDate>) {
        self.dates = dates
    }

    public static let none = HolidayCalendar([])

    public func contains(_ date: CivilDate) -> Bool {
        dates.contains(date)
    }

    /// The same days some weeks later (or earlier), for data whose time was shifted by whole weeks:
    /// the holidays must move with the load they shaped.
    public func shifted(byWeeks weeks: Int) -> HolidayCalendar {
        HolidayCalendar(Set(dates.map { $0.adding(days: 7 * weeks) }))
    }

    /// The federal holidays of the United States (5 U.S.C. § 6103): the days themselves and, for a
    /// day that falls on a Saturday or Sunday, also the Friday or Monday on which it is observed.
    public static func unitedStatesFederal(years: ClosedRange<Int>) -> HolidayCalendar {
        var dates: Set<CivilDate> = []
        // One year more on each side: New Year's Day may be observed in the year before.
        for year in (years.lowerBound - 1)...(years.upperBound + 1) {
            for date in fixedFederal(year) {
                dates.insert(date)
                if date.weekday == 5 { dates.insert(date.adding(days: -1)) }
                if date.weekday == 6 { dates.insert(date.adding(days: 1)) }
            }
            dates.formUnion(floatingFederal(year))
        }
        return HolidayCalendar(dates.filter { years.contains($0.year) })
    }

    private static func fixedFederal(_ year: Int) -> [CivilDate] {
        var days = [(1, 1), (7, 4), (11, 11), (12, 25)]
        if year >= 2021 { days.append((6, 19)) }
        return days.compactMap { CivilDate(year: year, month: $0.0, day: $0.1) }
    }

    /// Holidays that are the nth Monday or Thursday of a month.
    private static func floatingFederal(_ year: Int) -> [CivilDate] {
        [
            nth(3, weekday: 0, month: 1, year: year),
            nth(3, weekday: 0, month: 2, year: year),
            lastMondayOfMay(year),
            nth(1, weekday: 0, month: 9, year: year),
            nth(2, weekday: 0, month: 10, year: year),
            nth(4, weekday: 3, month: 11, year: year),
        ].compactMap { $0 }
    }

    private static func nth(_ n: Int, weekday: Int, month: Int, year: Int) -> CivilDate? {
        guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
        return first.adding(days: (weekday - first.weekday + 7) % 7 + 7 * (n - 1))
    }

    private static func lastMondayOfMay(_ year: Int) -> CivilDate? {
        guard let last = CivilDate(year: year, month: 5, day: 31) else { return nil }
        return last.adding(days: -last.weekday)
    }
}
