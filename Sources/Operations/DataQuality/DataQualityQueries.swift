package import GridModel
package import Persistence

/// How good the readings of zones and meters have been lately.
package struct DataQualityQueries: Sendable {
    private static let worstShown = 20

    private let database: any Database
    private let scope: TenantScope
    private let calendar: CityCalendar
    private let clock: CityClock

    package init(database: any Database, scope: TenantScope, calendar: CityCalendar, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.calendar = calendar
        self.clock = clock
    }

    /// Every zone over the last local days that have ended.
    package func zones(days: Int) async throws -> DataQuality {
        let window = window(days)
        return try await database.read(scope) { session in
            let repository = DataQualityRepository(session)
            let open = try repository.openFindings(in: window)
            var tally = QualityTally(worstKept: Self.worstShown)
            try repository.forEachSeries(in: window) { tally.add($0) }
            return DataQuality(
                span: window.span, days: [], zones: tally.zones(openFindings: open), worst: tally.worst,
                validation: try ValidationStanding.stored(session))
        }
    }

    /// One zone, day by day; nil without such a zone.
    package func zone(_ zone: ZoneID, days: Int) async throws -> DataQuality? {
        let window = window(days)
        let each = (0..<days).map { day(window.first.adding(days: $0)) }
        return try await database.read(scope) { session in
            guard try ZoneRepository(session).zone(zone) != nil else { return nil }
            let repository = DataQualityRepository(session)
            let open = try repository.openFindings(zone, in: window)
            var tally = QualityTally(worstKept: Self.worstShown)
            try repository.forEachSeries(of: zone, in: window) { tally.add($0) }
            return DataQuality(
                span: window.span,
                days: try each.map { day in
                    var tally = QualityTally(worstKept: 0)
                    try repository.forEachSeries(of: zone, in: day) { tally.add($0) }
                    return DayQuality(date: day.first, figures: tally.figures(of: zone))
                },
                zones: [
                    ZoneQuality(zone: zone, figures: tally.figures(of: zone), openFindings: open[zone] ?? 0)
                ], worst: tally.worst, validation: try ValidationStanding.stored(session))
        }
    }

    private func window(_ days: Int) -> QualityWindow {
        let today = calendar.localDate(of: clock.now)
        let first = today.adding(days: -days)
        return QualityWindow(
            span: TimeSpan(start: calendar.start(of: first), end: calendar.start(of: today)), first: first,
            last: today.adding(days: -1))
    }

    private func day(_ date: CivilDate) -> QualityWindow {
        QualityWindow(span: calendar.span(of: date), first: date, last: date)
    }
}

package struct DataQuality: Hashable, Sendable {
    package let span: TimeSpan
    package let days: [DayQuality]
    package let zones: [ZoneQuality]
    package let worst: [MeterQuality]
    package let validation: ValidationStanding

    package init(
        span: TimeSpan, days: [DayQuality], zones: [ZoneQuality], worst: [MeterQuality], validation: ValidationStanding
    ) {
        self.span = span
        self.days = days
        self.zones = zones
        self.worst = worst
        self.validation = validation
    }
}

/// Counts of readings and their shares.
package struct QualityRecord: Hashable, Sendable {
    package let series: Int
    package let expected: Int
    package let received: Int
    package let estimated: Int
    package let late: Int

    package init(series: Int, expected: Int, received: Int, estimated: Int, late: Int) {
        self.series = series
        self.expected = expected
        self.received = received
        self.estimated = estimated
        self.late = late
    }

    init(_ figures: QualityFigures) {
        self.init(
            series: figures.series, expected: figures.expected, received: figures.received,
            estimated: figures.estimated, late: figures.late)
    }

    static func + (a: Self, b: Self) -> Self {
        QualityRecord(
            series: a.series + b.series, expected: a.expected + b.expected, received: a.received + b.received,
            estimated: a.estimated + b.estimated, late: a.late + b.late)
    }

    static let none = QualityRecord(series: 0, expected: 0, received: 0, estimated: 0, late: 0)

    /// Readings that were not estimated, of those expected; nil when none was expected.
    package var completeness: Double? { share(received - estimated, of: expected) }
    package var lateShare: Double? { share(late, of: received - estimated) }
    package var estimatedShare: Double? { share(estimated, of: received) }

    private func share(_ part: Int, of whole: Int) -> Double? {
        whole > 0 ? min(1, max(0, Double(part) / Double(whole))) : nil
    }
}

package struct DayQuality: Hashable, Sendable {
    package let date: CivilDate
    package let figures: QualityRecord

    package init(date: CivilDate, figures: QualityRecord) {
        self.date = date
        self.figures = figures
    }
}

package struct ZoneQuality: Hashable, Sendable {
    /// Nil: the meters outside zones.
    package let zone: ZoneID?
    package let figures: QualityRecord
    package let openFindings: Int

    package init(zone: ZoneID?, figures: QualityRecord, openFindings: Int) {
        self.zone = zone
        self.figures = figures
        self.openFindings = openFindings
    }
}

package struct MeterQuality: Hashable, Sendable {
    package let series: SeriesID
    package let externalName: String
    package let name: String
    package let zone: ZoneID?
    package let figures: QualityRecord
    package let lastReadingAt: Timestamp

    package init(
        series: SeriesID, externalName: String, name: String, zone: ZoneID?, figures: QualityRecord,
        lastReadingAt: Timestamp
    ) {
        self.series = series
        self.externalName = externalName
        self.name = name
        self.zone = zone
        self.figures = figures
        self.lastReadingAt = lastReadingAt
    }

    init(_ quality: SeriesQuality) {
        self.init(
            series: quality.series, externalName: quality.externalName, name: quality.name, zone: quality.zone,
            figures: QualityRecord(quality.figures), lastReadingAt: quality.lastReadingAt)
    }
}
