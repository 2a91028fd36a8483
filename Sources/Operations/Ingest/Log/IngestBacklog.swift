package import Persistence
import Synchronization

/// How much is pending in the ingest log, as this process knows it: what decides whether more is let in.
///
/// Shared by the doors, which add to it, and the compaction, which looks at the database. Where several processes
/// serve a tenant, each learns of the others' batches with the next look.
package final class IngestBacklog: Sendable {
    /// Beyond these a door refuses until the compaction has caught up.
    package struct Limits: Hashable, Sendable {
        package var readings = 3_000_000
        package var bytes = 256 << 20
        package var batches = 20_000

        package init() {}
    }

    package let limits: Limits
    private let state = Mutex(IngestLogStanding(batches: 0, readings: 0, bytes: 0, oldestMicroseconds: nil))
    private let looked = Mutex(false)

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    package var standing: IngestLogStanding { state.withLock { $0 } }
    /// Whether the database has been looked at: before, what another process or an earlier run has left is not known.
    package var hasLooked: Bool { looked.withLock { $0 } }

    /// - Throws: `IngestBacklogFull`
    func admit(readings: Int) throws(IngestBacklogFull) {
        let standing = standing
        guard standing.readings + readings <= limits.readings || standing.readings == 0,
            standing.bytes < limits.bytes, standing.batches < limits.batches
        else { throw IngestBacklogFull(pendingReadings: standing.readings) }
    }

    func added(readings: Int, bytes: Int, atMicroseconds now: Int64) {
        state.withLock { state in
            state = IngestLogStanding(
                batches: state.batches + 1, readings: state.readings + readings, bytes: state.bytes + bytes,
                oldestMicroseconds: state.oldestMicroseconds ?? now)
        }
    }

    package func observed(_ standing: IngestLogStanding) {
        state.withLock { $0 = standing }
        looked.withLock { $0 = true }
    }
}

/// So much is waiting to be put into blocks that no more is let in. Nothing of the batch was stored.
package struct IngestBacklogFull: Error, Hashable, CustomStringConvertible {
    package let pendingReadings: Int

    package init(pendingReadings: Int) {
        self.pendingReadings = pendingReadings
    }

    package var description: String {
        "\(pendingReadings) readings wait to be stored in blocks; send this batch again in a moment."
    }
}
