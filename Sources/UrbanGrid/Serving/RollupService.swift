import GridAPI
import GridModel
import LiveUpdates
import Logging
import Operations
import ServiceLifecycle

/// Keeps the rollups up to date and tells live listeners what changed, and what time it is.
struct RollupService: Service {
    private static let pause: Duration = .milliseconds(500)
    private static let clockEvery: Duration = .seconds(5)

    let rollups: RebuildRollups
    let zones: GridService.Zones
    let hub: LiveHub
    let topic: LiveTopic
    let clock: CityClock
    let logger: Logger

    func run() async throws {
        var sinceClock: Duration = Self.clockEvery
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() {
            do {
                let changed = try await rollups()
                if !changed.isEmpty {
                    let all = try await zones()
                    let list = ZoneList(asOf: all.asOf, zones: all.zones.filter { changed.contains($0.id) })
                    hub.publish(to: topic) { .zones(list, sequence: $0) }
                }
            } catch is CancellationError {
                return
            } catch {
                // The marks stay, so the next tick tries again.
                logger.error("Rollups failed", metadata: ["error": "\(String(reflecting: error))"])
            }
            sinceClock += Self.pause
            if sinceClock >= Self.clockEvery {
                sinceClock = .zero
                hub.publish(.clock(now: clock.now, speed: clock.speed), to: topic)
            }
        }
    }
}
