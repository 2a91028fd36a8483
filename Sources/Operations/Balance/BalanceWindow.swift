import GridModel
import Telemetry

/// The stretch of an answer: whole hours that have ended, cut into the hours or local days it is shown by.
struct BalanceWindow {
    let span: TimeSpan
    let parts: [TimeSpan]

    /// - Parameters:
    ///   - from: nil: `defaultDays` before the end.
    ///   - to: nil: now.
    /// - Throws: `BalanceRefusal` when nothing of it has ended or it is too long.
    init(
        from: Timestamp?, to: Timestamp?, resolution: BalanceResolution, defaultDays: Int64 = 7,
        maximumDays: Int? = nil,
        now: Timestamp, calendar: CityCalendar
    ) throws(BalanceRefusal) {
        let end = min(to ?? now, now).floored(toMultipleOf: 3600)
        let start = (from ?? end - defaultDays * 86_400).floored(toMultipleOf: 3600)
        guard start < end else { throw .nothingEnded }
        let days = maximumDays ?? resolution.maximumDays
        // A day more for the hours of clock changes.
        guard end - start <= Int64(days) * 86_400 + 3600 else { throw .tooLong(days: days) }
        span = TimeSpan(start: start, end: end)
        parts = Self.parts(of: span, resolution, calendar)
    }

    private static func parts(
        of span: TimeSpan, _ resolution: BalanceResolution, _ calendar: CityCalendar
    ) -> [TimeSpan] {
        var parts: [TimeSpan] = []
        var start = span.start
        while start < span.end {
            var end = start + 3600
            if resolution == .day {
                // An hour belongs to the local day in which it begins.
                let midnight = calendar.start(of: calendar.localDate(of: start).adding(days: 1))
                end = max(end, (midnight + 3599).floored(toMultipleOf: 3600))
            }
            parts.append(TimeSpan(start: start, end: min(end, span.end)))
            start = end
        }
        return parts
    }
}
