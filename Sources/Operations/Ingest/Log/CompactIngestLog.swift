package import GridModel
package import Persistence

/// The use case that moves accepted readings from the ingest log into their blocks.
///
/// In slices of some hundred series, each a transaction that also notes how far it has come: other writers get their
/// turn between them, a process that is killed goes on where it was, and of two processes that do the same the slower
/// one notices and begins anew.
package struct CompactIngestLog: Sendable {
    package struct Limits: Sendable {
        /// Readings put together in memory at a time.
        package var readingsAtOnce = 1_000_000
        /// Series a transaction.
        package var seriesAtOnce = 1000

        package init() {}
    }

    private let database: any Database
    private let scope: TenantScope
    private let backlog: IngestBacklog
    private let limits: Limits

    package init(database: any Database, scope: TenantScope, backlog: IngestBacklog, limits: Limits = Limits()) {
        self.database = database
        self.scope = scope
        self.backlog = backlog
        self.limits = limits
    }

    /// Compacts what is pending, up to `readingsAtOnce`.
    /// - Parameter afterSlice: told of each slice when it is durable.
    /// - Returns: what became of the readings; nil when nothing was pending.
    /// - Throws: `DamagedBatch` once a batch that does not decode is out of the log; call again for the rest.
    package func callAsFunction(
        afterSlice: @Sendable (IngestReceipt) async throws -> Void = { _ in }
    ) async throws -> IngestReceipt? {
        let limits = limits
        if !backlog.hasLooked { try await look() }
        let found: PendingReadings?
        do {
            found = try await database.read(scope) {
                try PendingReadings($0, maximumReadings: limits.readingsAtOnce)
            }
        } catch let damaged as DamagedBatch {
            try await database.write(scope) { try damaged.setAside($0) }
            throw damaged
        }
        var total = IngestTally()
        var pending = found
        while let current = pending {
            let step: (pending: PendingReadings?, tally: IngestTally) = try await database.write(scope) { session in
                var current = current
                guard try current.isCurrent(session) else { return (nil, IngestTally()) }
                let tally = try current.apply(nextSeries: limits.seriesAtOnce, session)
                return (current.isApplied ? nil : current, tally)
            }
            total.add(step.tally)
            pending = step.pending
            try await afterSlice(step.tally.receipt)
        }
        try await look()
        return found == nil ? nil : total.receipt
    }

    private func look() async throws {
        backlog.observed(try await database.read(scope) { try IngestLogRepository($0).standing() })
    }
}
