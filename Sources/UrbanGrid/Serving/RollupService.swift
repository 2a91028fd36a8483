import GridAPI
import GridModel
import LiveUpdates
import Logging
import Operations
import Persistence
import ServiceLifecycle

/// Keeps the rollups up to date and tells live listeners what changed, and what time it is.
struct RollupService: Service {
    private static let pause: Duration = .milliseconds(500)
    private static let clockEvery: Duration = .seconds(5)
    /// Between attempts when something failed: doing that part again at every tick would help nobody.
    private static let retryAfter: Duration = .seconds(5)

    let rollups: RebuildRollups
    let health: RollupHealth
    /// How many blocks are set aside, and the newest of them.
    let damagedBlocks: @Sendable () async throws -> (count: Int, newest: [DamagedBlock])
    let zones: GridService.Zones
    let hub: LiveHub
    let topic: LiveTopic
    let clock: CityClock
    let logger: Logger

    func run() async throws {
        var sinceClock: Duration = Self.clockEvery
        var retryAt = ContinuousClock.now
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() {
            if ContinuousClock.now >= retryAt {
                do {
                    if try await !rebuild() { retryAt = .now + Self.retryAfter }
                } catch is CancellationError {
                    return
                } catch {
                    // The marks stay, so a later tick tries again.
                    logger.error("Rollups failed", metadata: ["error": "\(String(reflecting: error))"])
                    retryAt = .now + Self.retryAfter
                }
            }
            sinceClock += Self.pause
            if sinceClock >= Self.clockEvery {
                sinceClock = .zero
                hub.publish(.clock(now: clock.now, speed: clock.speed), to: topic)
                do {
                    try await reportDamagedBlocks()
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("Damaged blocks not counted", metadata: ["error": "\(String(reflecting: error))"])
                }
            }
        }
    }

    /// - Returns: whether everything is up to date.
    private func rebuild() async throws -> Bool {
        do {
            let changed = try await rollups()
            health.caughtUp()
            try await publish(changed)
            return true
        } catch let error as IncompleteRollups {
            health.failed(parts: error.failures.count)
            for failure in error.failures {
                logger.error(
                    "A rollup could not be rebuilt; it is tried again",
                    metadata: ["of": "\(failure.subject)", "error": "\(failure.reason)"])
            }
            try await publish(error.rebuilt)
            return false
        }
    }

    private func publish(_ changed: Set<ZoneID>) async throws {
        guard !changed.isEmpty else { return }
        let all = try await zones()
        let list = ZoneList(asOf: all.asOf, zones: all.zones.filter { changed.contains($0.id) })
        hub.publish(to: topic) { .zones(list, sequence: $0) }
    }

    private func reportDamagedBlocks() async throws {
        let (count, newest) = try await damagedBlocks()
        for block in newest.prefix(max(0, health.counted(damagedBlocks: count))) {
            logger.error(
                "A stored block of readings does not decode and is set aside",
                metadata: [
                    "series": "\(block.series)", "from": "\(block.spanStart.iso8601)",
                    "readings": "\(block.readingCount)", "error": "\(block.error)",
                ])
        }
    }
}
