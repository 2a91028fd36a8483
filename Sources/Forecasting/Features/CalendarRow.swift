import Foundation
import GridModel

/// The calendar of one hour as numbers.
struct CalendarRow: Sendable {
    /// Hour of the day on the circle, and at twice its frequency: sin, cos, sin, cos.
    var hour: (Float, Float, Float, Float) = (0, 0, 0, 0)
    /// Day of the week on the circle: sin, cos.
    var week: (Float, Float) = (0, 0)
    /// Day of the year on the circle: sin, cos; zero for a model that does not know the seasons.
    var year: (Float, Float) = (0, 0)
    /// 1 on a holiday; the same for the day before and the day after.
    var holiday: (today: Float, yesterday: Float, tomorrow: Float) = (0, 0, 0)
    /// 0 = Monday.
    var weekday = 0

    init(_ hours: HourlyCalendar, _ moment: Timestamp, usesSeason: Bool) {
        guard let now = hours[moment] else { return }
        let day = 2 * Double.pi * Double(now.hour) / 24
        hour = (Float(sin(day)), Float(cos(day)), Float(sin(2 * day)), Float(cos(2 * day)))
        let dayOfWeek = 2 * Double.pi * Double(now.weekday) / 7
        week = (Float(sin(dayOfWeek)), Float(cos(dayOfWeek)))
        let dayOfYear = 2 * Double.pi * Double(now.dayOfYear + 1) / 365.25
        if usesSeason { year = (Float(sin(dayOfYear)), Float(cos(dayOfYear))) }
        weekday = now.weekday
        holiday = (
            now.isHoliday ? 1 : 0,
            hours[moment - 86_400]?.isHoliday == true ? 1 : 0,
            hours[moment + 86_400]?.isHoliday == true ? 1 : 0
        )
    }
}
