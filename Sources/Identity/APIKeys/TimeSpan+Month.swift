public import GridModel

extension TimeSpan {
    /// The month of UTC that a moment is in: what a key's quota is counted over.
    public static func month(of moment: Timestamp) -> TimeSpan {
        let date = moment.utcDate
        let first = date.adding(days: 1 - date.day)
        let next = first.adding(days: CivilDate.days(inMonth: date.month, year: date.year))
        return TimeSpan(start: first.startUTC, end: next.startUTC)
    }
}
