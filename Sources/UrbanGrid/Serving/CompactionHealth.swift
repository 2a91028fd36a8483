import Foundation
import Observability
import Operations
import Persistence
import Synchronization

/// How far the blocks are behind what was accepted, for readiness and metrics.
final class CompactionHealth: Sendable {
    /// Behind for longer than this, the process does not count as ready.
    static let patienceSeconds = 60.0

    private let backlog: IngestBacklog
    private let damaged = Mutex(0)

    init(_ backlog: IngestBacklog) {
        self.backlog = backlog
    }

    var isKeepingUp: Bool { oldestSeconds < Self.patienceSeconds }

    func foundDamaged() {
        damaged.withLock { $0 += 1 }
    }

    /// None before the first look at the database.
    func families() -> [MetricFamily] {
        guard backlog.hasLooked else { return [] }
        let standing = backlog.standing
        return [
            .gauge(
                "urbangrid_ingest_log_readings", "Accepted readings that are not in their blocks yet.",
                Double(standing.readings)),
            .gauge(
                "urbangrid_ingest_log_batches", "Accepted batches that are not in blocks yet.",
                Double(standing.batches)),
            .gauge("urbangrid_ingest_log_bytes", "What they take.", Double(standing.bytes)),
            .gauge(
                "urbangrid_ingest_log_age_seconds", "Since the oldest of them was accepted; 0 when there is none.",
                oldestSeconds),
            .gauge(
                "urbangrid_ingest_log_damaged", "Batches that no longer decoded and were set aside since the start.",
                Double(damaged.withLock { $0 })),
        ]
    }

    private var oldestSeconds: Double {
        backlog.standing.oldestMicroseconds.map { max(0, Date().timeIntervalSince1970 - Double($0) / 1_000_000) } ?? 0
    }
}
