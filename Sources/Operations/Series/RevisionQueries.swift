package import GridModel
package import Persistence
import Telemetry

/// What stored values were before they were replaced.
package struct RevisionQueries: Sendable {
    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    /// By interval, then in the order they happened; nil when there is no such series.
    package func list(
        _ window: RevisionWindow, after: RevisionPosition?, limit: Int
    ) async throws -> [RevisionEntry]? {
        try await database.read(scope) { session in
            guard try SeriesRepository(session).series(window.series) != nil else { return nil }
            return try RevisionRepository(session).revisions(
                of: window.series, from: window.from, to: window.to, after: after.map { ($0.start, $0.number) },
                limit: limit
            ).map(Self.entry)
        }
    }

    private static func entry(_ stored: StoredRevision) -> RevisionEntry {
        let revision = stored.revision
        return RevisionEntry(
            start: revision.start, number: stored.number, revisedAt: stored.revisedAt, source: stored.source,
            oldValue: revision.oldValue.isNaN ? nil : revision.oldValue, oldQuality: revision.oldQuality,
            newValue: revision.newValue.isNaN ? nil : revision.newValue, newQuality: revision.newQuality)
    }
}
