package import GridModel
package import Persistence
import Synchronization

/// What this process knows of the tenant's series, so that a batch needs no query to find them.
///
/// Series are never renamed, deleted or given another quantity or interval: what is missing here is all that can be
/// out of date. A batch that names an unknown series has those that came since read in.
package final class SeriesDirectory: Sendable {
    /// About a hundred bytes each. Series beyond are looked up one by one.
    private static let maximumSeries = 2_000_000

    private let known = Mutex(SeriesNames())

    package init() {}

    var names: SeriesNames { known.withLock { $0 } }

    /// Whether none has been read in yet, or there is none.
    var isEmpty: Bool { known.withLock { $0.entries.isEmpty } }

    /// Reads in the series that are newer than those known.
    func refresh(_ session: TenantSession) throws -> SeriesNames {
        let closedBefore = try RetentionBoundary.stored(session)
        let oldestDays = try IngestSettings.stored(session).oldestDays
        known.withLock {
            $0.closedBefore = closedBefore
            $0.oldestDays = oldestDays
        }
        let before = names
        let room = Self.maximumSeries - before.entries.count
        guard room > 0 else { return before }
        // SQLite and PostgreSQL hand out numbers in the order of commits: the counter's row is locked until then.
        let fresh = try SeriesRepository(session).list(after: before.last, limit: room)
        return known.withLock { known in
            for series in fresh where known.last.map({ series.id > $0 }) ?? true { known.append(series) }
            return known
        }
    }

    /// Learns which readings are closed or too old by now: other processes may move those boundaries.
    package func refresh(from database: any Database, _ scope: TenantScope) async throws {
        _ = try await database.read(scope) { try self.refresh($0) }
    }

    /// Whether a series that `names` does not hold may exist all the same.
    var isFull: Bool { known.withLock { $0.entries.count >= Self.maximumSeries } }
}
