package import GridModel
package import Persistence
import Telemetry

/// Lists series and reads their values for charts.
package struct SeriesQueries: Sendable {
    private static let gapsNamed = 200

    private let database: any Database
    private let scope: TenantScope
    private let clock: CityClock

    package init(database: any Database, scope: TenantScope, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.clock = clock
    }

    /// In the order of their ids, after `after`.
    package func list(_ filter: SeriesFilter, after: SeriesID?, limit: Int) async throws -> [SeriesDescription] {
        try await database.read(scope) { session in
            var areas: [Subject: SeriesExtent?] = [:]
            return try SeriesRepository(session).described(
                subjectKind: filter.assetKind, subjectID: filter.assetID, zone: filter.zone, quantity: filter.quantity,
                after: after, limit: limit
            ).map { found in
                // The derived series of an area share its hours.
                if found.series.isDerived, areas[found.series.subject] == nil {
                    areas[found.series.subject] = try SeriesReader(session).extent(of: found.series)
                }
                return Self.description(found, found.extent ?? areas[found.series.subject] ?? nil)
            }
        }
    }

    package func series(_ id: SeriesID) async throws -> SeriesDescription? {
        try await database.read(scope) { session in
            guard let found = try SeriesRepository(session).described(id) else { return nil }
            return Self.description(found, try found.extent ?? SeriesReader(session).extent(of: found.series))
        }
    }

    /// The readings of [from, to), thinned to `points` without losing a peak.
    /// - Parameters:
    ///   - from: nil: 7 days before `to`.
    ///   - to: nil: now.
    package func readings(_ id: SeriesID, from: Timestamp?, to: Timestamp?, points: Int) async throws -> ReadingsWindow?
    {
        let now = clock.now
        let end = to ?? now
        let span = TimeSpan(start: from ?? end - 7 * 86_400, end: end)
        return try await database.read(scope) { session in
            guard let series = try SeriesRepository(session).series(id) else { return nil }
            var window = WindowBuilder(series: series, span: span, points: points, now: now)
            try SeriesReader(session).forEachBlock(of: series, in: span) { window.add($0) }
            return window.finish(gapsNamed: Self.gapsNamed)
        }
    }

    private static func description(_ found: DescribedSeries, _ extent: SeriesExtent?) -> SeriesDescription {
        SeriesDescription(
            series: found.series, assetName: found.series.subject.shown(found.subjectName),
            firstReadingAt: extent?.first, lastReadingAt: extent?.last, readingCount: extent?.count ?? 0)
    }
}
