import Foundation
import GridModel

/// When the clock of a zone changes, as ESPI's DstRuleType writes it.
///
/// Bits 28–31 month, 25–27 operator (2…6 first … fifth such weekday of the month, 7 the last one), 20–24 day of the
/// month (0: not meant), 17–19 weekday (Monday = 1), 12–16 hour, 0–11 second of the hour: on the clock before the
/// change.
struct DaylightRule: Hashable {
    /// No rule.
    static let none: UInt32 = 0xFFFF_FFFF
    /// A rule must hold for so many years to be one.
    private static let years = 8

    /// Seconds east of Greenwich in winter, and how much summer adds; no summer time: 0 and two times `none`.
    let standardOffset: Int64
    let daylightOffset: Int64
    let start: UInt32
    let end: UInt32

    /// The rules as they hold in the years after `moment`.
    init(timeZone: TimeZone, after moment: Timestamp) {
        let from = Date(timeIntervalSince1970: Double(moment.secondsSinceEpoch))
        let changes = Self.changes(of: timeZone, after: from)
        let offsets = changes.map(\.to)
        standardOffset = offsets.min() ?? Int64(timeZone.secondsFromGMT(for: from))
        let rules = [true, false].map { isStart in
            Self.rule(changes.filter { ($0.to > $0.from) == isStart }.map(\.wallClock))
        }
        if let first = rules[0], let second = rules[1], let highest = offsets.max() {
            (start, end, daylightOffset) = (first, second, highest - standardOffset)
        } else {
            (start, end, daylightOffset) = (Self.none, Self.none, 0)
        }
    }

    private struct Change {
        let from: Int64
        let to: Int64
        /// On the clock before the change.
        let wallClock: Timestamp
    }

    private static func changes(of timeZone: TimeZone, after moment: Date) -> [Change] {
        var changes: [Change] = []
        var at = moment
        while changes.count < 2 * years, let next = timeZone.nextDaylightSavingTimeTransition(after: at), next > at {
            let before = Int64(timeZone.secondsFromGMT(for: next.addingTimeInterval(-1)))
            let after = Int64(timeZone.secondsFromGMT(for: next))
            let seconds = Int64(next.timeIntervalSince1970.rounded())
            if before != after {
                changes.append(
                    Change(from: before, to: after, wallClock: Timestamp(secondsSinceEpoch: seconds + before)))
            }
            at = next
            if changes.isEmpty, next.timeIntervalSince(moment) > Double(years) * 366 * 86_400 { break }
        }
        return changes
    }

    /// The one rule that all these follow.
    private static func rule(_ changes: [Timestamp]) -> UInt32? {
        guard changes.count >= years / 2, let first = changes.first else { return nil }
        let clock = LocalTime(wallClock: first)
        var operators: Set<UInt32> = [2, 3, 4, 5, 6, 7]
        for change in changes {
            let local = LocalTime(wallClock: change)
            guard local.date.month == clock.date.month, local.weekday == clock.weekday,
                local.secondOfDay == clock.secondOfDay
            else { return nil }
            var fitting: Set<UInt32> = [UInt32((local.date.day - 1) / 7) + 2]
            if local.date.adding(days: 7).month != local.date.month { fitting.insert(7) }
            operators.formIntersection(fitting)
        }
        guard let chosen = operators.max() else { return nil }
        return UInt32(clock.date.month) << 28 | chosen << 25 | UInt32(clock.weekday + 1) << 17
            | UInt32(clock.secondOfDay / 3600) << 12 | UInt32(clock.secondOfDay % 3600)
    }
}
