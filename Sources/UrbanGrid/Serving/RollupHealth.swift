import Observability
import Synchronization

/// How far the rollups are behind, for readiness and metrics.
final class RollupHealth: Sendable {
    /// Behind for longer than this, the process does not count as ready.
    static let patience: Duration = .seconds(300)

    private struct State {
        var caughtUpAt = ContinuousClock.now
        var failed = 0
        var damagedBlocks = 0
    }

    private let state = Mutex(State())

    var isKeepingUp: Bool { ContinuousClock.now - state.withLock { $0.caughtUpAt } < Self.patience }

    func caughtUp() {
        state.withLock {
            $0.caughtUpAt = .now
            $0.failed = 0
        }
    }

    /// - Parameter parts: how many series and areas could not be rebuilt.
    func failed(parts: Int) {
        state.withLock { $0.failed = parts }
    }

    /// - Returns: how many blocks were set aside since the last time.
    func counted(damagedBlocks count: Int) -> Int {
        state.withLock { state in
            defer { state.damagedBlocks = count }
            return count - state.damagedBlocks
        }
    }

    func families() -> [MetricFamily] {
        let now = state.withLock { state in state }
        let lag = (ContinuousClock.now - now.caughtUpAt) / .seconds(1)
        return [
            .gauge("urbangrid_rollup_lag_seconds", "Since the rollups last caught up with the readings.", lag),
            .gauge(
                "urbangrid_rollup_failed", "Series and areas whose rollups could not be rebuilt.", Double(now.failed)),
            .gauge(
                "urbangrid_damaged_blocks", "Stored blocks of readings that no longer decoded and were set aside.",
                Double(now.damagedBlocks)),
        ]
    }
}
