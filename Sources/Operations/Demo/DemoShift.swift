package import GridModel
package import Persistence

/// How far the demo's year is moved so that it ends after today.
///
/// By whole weeks, so that weekdays stay right, and such that now lies in the week that begins
/// 305 days after the first reading: at least 300 days of history, at least 45 to be replayed.
package struct DemoShift: Hashable, Sendable {
    package static let daysBeforeNow: Int64 = 305

    package let weeks: Int64

    package init(weeks: Int64) {
        self.weeks = weeks
    }

    package init(sourceStart: Timestamp, now: Timestamp) {
        let moved = now - sourceStart - Self.daysBeforeNow * 86_400
        weeks =
            Timestamp(secondsSinceEpoch: moved).floored(toMultipleOf: Self.secondsPerWeek).secondsSinceEpoch
            / Self.secondsPerWeek
    }

    package func shifted(_ source: Timestamp) -> Timestamp { source + weeks * Self.secondsPerWeek }

    static let document = "demo.shift-weeks"

    /// Of a tenant that is a demo; nil for any other.
    package static func stored(_ session: TenantSession) throws -> DemoShift? {
        try TenantDocumentRepository(session).document(document).flatMap { Int64($0) }.map { DemoShift(weeks: $0) }
    }

    private static let secondsPerWeek: Int64 = 7 * 86_400
}
