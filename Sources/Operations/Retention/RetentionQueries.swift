package import GridModel
package import Identity
package import Persistence

/// Shows and sets how long a tenant keeps what, and says what a run would delete.
package struct RetentionQueries: Sendable {
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

    package func state() async throws -> RetentionState {
        try await database.read(scope) { session in
            RetentionState(
                policy: try RetentionPolicy.stored(session), closedBefore: try RetentionBoundary.stored(session))
        }
    }

    /// Nothing is deleted by it; the next run does.
    /// - Throws: `RetentionRefusal`, `DatabaseError`
    package func set(
        _ policy: RetentionPolicy, by actor: Actor, if precondition: @escaping Precondition<RetentionState> = { _ in }
    ) async throws -> RetentionState {
        try await database.write(scope) { session in
            let before = try RetentionPolicy.stored(session)
            try precondition(RetentionState(policy: before, closedBefore: try RetentionBoundary.stored(session)))
            try policy.save(session)
            try session.audit(
                "retention.change", by: actor, on: "settings", "retention", before: before, after: policy)
            return RetentionState(policy: policy, closedBefore: try RetentionBoundary.stored(session))
        }
    }

    /// What a run would delete now, by a policy or by the tenant's own.
    /// - Throws: `RetentionRefusal`, `DatabaseError`
    package func preview(_ given: RetentionPolicy? = nil) async throws -> RetentionReport {
        if let given, !given.faults.isEmpty { throw RetentionRefusal(faults: given.faults) }
        let now = clock.now
        return try await database.read(scope) { [calendar] session in
            let plan = RetentionPlan(try given ?? RetentionPolicy.stored(session), now: now, calendar: calendar)
            return RetentionReport(
                closedBefore: [plan.closedBefore, try RetentionBoundary.stored(session)].compactMap(\.self).max(),
                tables: try RetainedTable.allCases.map { table in
                    RetentionReport.Table(
                        table: table, before: plan.moment(of: table), stock: try Self.stock(of: table, plan, session))
                })
        }
    }

    private static func stock(
        of table: RetainedTable, _ plan: RetentionPlan, _ session: TenantSession
    ) throws -> RetentionStock {
        let repository = RetentionRepository(session)
        guard let before = plan.moment(of: table) else { return RetentionStock() }
        switch table {
        case .readingBlocks, .readingRevisions, .seriesHourly, .seriesDaily:
            var stock = RetentionStock()
            var after: SeriesID?
            while true {
                let page = try repository.series(after: after, limit: 1000)
                for (id, interval) in page {
                    let before = plan.moment(of: table, intervalSeconds: interval) ?? before
                    stock.add(try repository.stock(of: table, id, before: before))
                }
                guard let last = page.last else { return stock }
                after = last.id
            }
        case .areaHourly, .areaDaily:
            return try repository.areas().reduce(into: RetentionStock()) {
                $0.add(try repository.stock(of: table, $1, before: before))
            }
        case .damagedBlocks: return try repository.damagedStock(before: before)
        case .forecasts: return try repository.forecastStock(before: before)
        case .anomalies, .findings: return try repository.endedStock(of: table, before: before)
        }
    }
}
