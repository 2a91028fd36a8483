import Logging
import MQTTDoor
import Operations
import ServiceLifecycle

/// Takes readings from an MQTT broker: each message is acknowledged when what it says is durable.
///
/// A message of which nothing can be used is acknowledged, too, and named in the log: sent again it would be no better.
struct MQTTService: Service {
    /// The broker sends no more before it hears of some of them; a broker's own limit is often 20.
    private static let messagesAtOnce = 1000
    private static let longestBackoff: Duration = .seconds(60)
    /// While the ingest log is full.
    private static let pauseWhenFull: Duration = .milliseconds(500)
    private static let faultsLogged = 5

    let options: MQTTConnection.Options
    let ingest: IngestMessages
    let health: MQTTHealth
    let metrics: CityMetrics
    let logger: Logger

    func run() async throws {
        // What is being stored at shutdown is stored and acknowledged, or neither.
        try await cancelWhenGracefulShutdown { try await keepConnected() }
    }

    private func keepConnected() async throws {
        var backoff: Duration = .seconds(1)
        while !Task.isCancelled {
            do {
                let connection = try await MQTTConnection(options)
                logger.info("Connected to the MQTT broker", metadata: ["broker": "\(options.broker)"])
                health.connected()
                try await serve(connection) { backoff = .seconds(1) }
            } catch is CancellationError {
                break
            } catch {
                health.failed("\(error)")
                logger.error(
                    "No MQTT; it is tried again",
                    metadata: ["broker": "\(options.broker)", "error": "\(error)", "after": "\(backoff)"])
                // Between attempts; a cancel ends it at once.
                do { try await Task.sleep(for: backoff) } catch { break }
                backoff = min(backoff * 2, Self.longestBackoff)
            }
        }
    }

    private func serve(_ connection: MQTTConnection, onSuccess: () -> Void) async throws {
        while true {
            try Task.checkCancellation()
            let messages = try await connection.receive(limit: Self.messagesAtOnce, waitingSeconds: 0.5)
            onSuccess()
            health.alive()
            guard !messages.isEmpty else { continue }
            let outcome = try await store(
                messages.map { IngestMessages.Message(topic: $0.topic, payload: $0.payload) })
            try await connection.acknowledge()
            metrics.batch(outcome)
            health.stored(messages: messages.count)
            for fault in outcome.faults.prefix(Self.faultsLogged) {
                logger.warning(
                    "A message was refused",
                    metadata: [
                        "topic": "\(messages[fault.index].topic.prefix(200))", "field": "\(fault.field)",
                        "error": "\(fault.message)", "expected": "\(fault.expected ?? "")",
                        "refused": "\(outcome.refused)",
                    ])
            }
        }
    }

    /// Waits while the ingest log is full: the broker keeps the rest.
    private func store(_ messages: [IngestMessages.Message]) async throws -> BatchOutcome {
        while true {
            do {
                return try await ingest(messages, source: "mqtt")
            } catch is IngestBacklogFull {
                try await Task.sleep(for: Self.pauseWhenFull)
            }
        }
    }
}
