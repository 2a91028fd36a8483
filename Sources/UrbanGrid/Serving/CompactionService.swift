import Logging
import Metrics
import Operations
import ServiceLifecycle

/// Moves accepted readings from the ingest log into their blocks, as they come in.
struct CompactionService: Service {
    private static let pause: Duration = .milliseconds(500)
    /// Between attempts when something failed.
    private static let retryAfter: Duration = .seconds(5)

    let compact: CompactIngestLog
    let health: CompactionHealth
    let metrics: CityMetrics
    let logger: Logger

    func run() async throws {
        var retryAt = ContinuousClock.now
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() where ContinuousClock.now >= retryAt {
            do {
                // What is left at shutdown is durable and compacted at the next start.
                while try await compactOnce(), !Task.isShuttingDownGracefully {}
            } catch is CancellationError {
                return
            } catch let damaged as DamagedBatch {
                health.foundDamaged()
                logger.error(
                    "A batch of accepted readings does not decode and is set aside", metadata: ["cause": "\(damaged)"])
            } catch {
                logger.error("Compaction failed", metadata: ["error": "\(String(reflecting: error))"])
                retryAt = .now + Self.retryAfter
            }
        }
    }

    /// - Returns: whether there was something to do.
    private func compactOnce() async throws -> Bool {
        let start = ContinuousClock.now
        guard let receipt = try await compact() else { return false }
        metrics.compacted(receipt, seconds: (ContinuousClock.now - start) / .seconds(1))
        return true
    }
}
