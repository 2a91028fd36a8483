extension CivilDate {
    /// The same day so many months before, or the month's last where it has no such day.
    public func subtracting(months: Int) -> CivilDate {
        let count = year * 12 + month - 1 - months
        let (year, month) = (Int((Double(count) / 12).rounded(.down)), ((count % 12) + 12) % 12 + 1)
        let day = min(day, Self.days(inMonth: month, year: year))
        return CivilDate(year: year, month: month, day: day) ?? self
    }
}
