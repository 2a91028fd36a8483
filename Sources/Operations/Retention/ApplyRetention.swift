package import GridModel
package import Identity
package import Persistence
import Telemetry

/// Deletes what a tenant no longer keeps.
///
/// Many short transactions, so that ingest never waits long; killed or cancelled half-way, the rest is done by the next
/// run. Readings go in whole blocks, after their rollups have been brought up to date and their stretch was closed.
package struct ApplyRetention: Sendable {
    package static let job = "applyRetention"

    /// Rows deleted in one transaction, about.
    static let rowsAtOnce = 5000
    /// Series looked at in one transaction.
    private static let seriesAtOnce = 500
    private static let runsAtOnce = 20

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

    /// - Parameter progress: 0…1 and what is being done; what it throws ends the run between two transactions.
    /// - Returns: the rows that were deleted, by table; of bytes and moments nothing is said.
    /// - Throws: `RetentionError.rollupsBehind`, `IncompleteRollups`, `DatabaseError`
    @discardableResult
    package func callAsFunction(
        by actor: Actor = .program(Self.job), progress: @Sendable (Double, String) throws -> Void = { _, _ in }
    ) async throws -> [RetainedTable: Int] {
        let now = clock.now
        let policy = try await database.read(scope) { try RetentionPolicy.stored($0) }
        let plan = RetentionPlan(policy, now: now, calendar: calendar)
        if let boundary = plan.closedBefore {
            try progress(0, "Bringing rollups up to date")
            try await close(before: boundary)
        }
        let tables = RetainedTable.allCases.filter { plan.moment(of: $0) != nil }
        var deleted: [RetainedTable: Int] = [:]
        for (index, table) in tables.enumerated() {
            let (from, share) = (Double(index) / Double(tables.count), 1 / Double(tables.count))
            deleted[table] = try await sweep(table, plan) { fraction, rows in
                try progress(from + fraction * share, "Deleting from \(table.rawValue): \(rows) rows")
            }
        }
        let rows = deleted.filter { $0.value > 0 }
        if !rows.isEmpty {
            try await database.write(scope) { session in
                try session.audit(
                    "readings.delete", by: actor, on: "settings", "retention",
                    after: Dictionary(uniqueKeysWithValues: rows.map { ($0.key.rawValue, $0.value) }))
            }
        }
        try progress(1, "Deleted \(deleted.values.reduce(0, +)) rows")
        return deleted
    }

    /// Closes the stretch before a moment, once all rollups in it are what its readings say.
    private func close(before boundary: Timestamp) async throws {
        try await RebuildRollups(database: database, scope: scope, calendar: calendar)()
        try await database.write(scope) { session in
            if let closed = try RetentionBoundary.stored(session), closed >= boundary { return }
            guard try !RetentionRepository(session).isStale(before: boundary) else {
                throw RetentionError.rollupsBehind(before: boundary)
            }
            try RetentionBoundary.save(boundary, session)
        }
    }

    private func sweep(
        _ table: RetainedTable, _ plan: RetentionPlan, _ report: (Double, Int) throws -> Void
    ) async throws -> Int {
        guard let before = plan.moment(of: table) else { return 0 }
        switch table {
        case .readingBlocks, .readingRevisions, .seriesHourly, .seriesDaily:
            return try await sweepSeries(table, plan, before, report)
        case .areaHourly, .areaDaily:
            let areas = try await database.read(scope) { try RetentionRepository($0).areas() }
            var total = 0
            for (index, area) in areas.enumerated() {
                total += try await repeating(report, Double(index) / Double(areas.count), total) {
                    try $0.delete(from: table, area, before: before, limit: Self.rowsAtOnce)
                }
            }
            return total
        case .damagedBlocks:
            return try await database.write(scope) { try RetentionRepository($0).deleteDamaged(before: before) }
        case .anomalies, .findings:
            return try await repeating(report, 0, 0) {
                try $0.deleteEnded(from: table, before: before, limit: Self.rowsAtOnce)
            }
        case .forecasts:
            var total = 0
            while true {
                let done = try await database.write(scope) {
                    try RetentionRepository($0).deleteForecasts(before: before, runs: Self.runsAtOnce)
                }
                total += done.values
                guard done.runs == Self.runsAtOnce else { return total }
                try report(0, total)
            }
        }
    }

    /// Deletes until fewer than a full chunk were left.
    private func repeating(
        _ report: (Double, Int) throws -> Void, _ fraction: Double, _ before: Int,
        _ delete: @escaping @Sendable (RetentionRepository) throws -> Int
    ) async throws -> Int {
        var total = 0
        while true {
            let count = try await database.write(scope) { try delete(RetentionRepository($0)) }
            total += count
            try report(fraction, before + total)
            guard count >= Self.rowsAtOnce else { return total }
        }
    }

    private func sweepSeries(
        _ table: RetainedTable, _ plan: RetentionPlan, _ before: Timestamp, _ report: (Double, Int) throws -> Void
    ) async throws -> Int {
        let all = max(1, try await database.read(scope) { try SeriesRepository($0).count() })
        var (total, seen) = (0, 0)
        var after: SeriesID?
        while true {
            let position = after
            let chunk = try await database.write(scope) { session in
                try Self.deleteChunk(of: table, plan, before, after: position, RetentionRepository(session))
            }
            total += chunk.rows
            seen += chunk.series
            try report(min(1, Double(seen) / Double(all)), total)
            guard let next = chunk.next else { return total }
            after = next
        }
    }

    /// - Returns: the series to go on after; nil at the end.
    private static func deleteChunk(
        of table: RetainedTable, _ plan: RetentionPlan, _ before: Timestamp, after: SeriesID?,
        _ repository: RetentionRepository
    ) throws -> (rows: Int, series: Int, next: SeriesID?) {
        let page = try repository.series(after: after, limit: seriesAtOnce)
        var (rows, done) = (0, 0)
        var last = after
        for (id, interval) in page {
            let room = rowsAtOnce - rows
            let count = try repository.delete(
                from: table, id, before: plan.moment(of: table, intervalSeconds: interval) ?? before, limit: room)
            rows += count
            // What this series has left is taken by the next transaction.
            if count >= room { return (rows, done, last ?? SeriesID(0)) }
            last = id
            done += 1
        }
        return (rows, done, page.count == seriesAtOnce ? last : nil)
    }
}

/// Why readings cannot be deleted now.
package enum RetentionError: Error, Hashable, CustomStringConvertible {
    /// Readings came in for the stretch while it was to be closed.
    case rollupsBehind(before: Timestamp)

    package var description: String {
        switch self {
        case .rollupsBehind(let moment):
            "Rollups before \(moment) are not up to date yet; nothing was deleted. The next run tries again."
        }
    }
}
