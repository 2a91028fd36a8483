import GridModel
package import Persistence

/// Puts everything that is pending in the ingest log into blocks, inside the transaction of a door that merges
/// straight into them: so what was accepted first is stored first, and the later value serves.
package struct IngestLogDrain {
    /// Readings held in memory at once.
    static let readingsAtOnce = 1_000_000

    private let session: TenantSession

    package init(_ session: TenantSession) {
        self.session = session
    }

    package func callAsFunction() throws {
        while var pending = try next() {
            while !pending.isApplied { _ = try pending.apply(nextSeries: 1000, session) }
        }
    }

    private func next() throws -> PendingReadings? {
        while true {
            do {
                return try PendingReadings(session, maximumReadings: Self.readingsAtOnce)
            } catch let damaged as DamagedBatch {
                try damaged.setAside(session)
            }
        }
    }
}
