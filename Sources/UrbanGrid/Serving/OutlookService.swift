import GridAPI
import GridModel
import LiveUpdates
import Logging
import Operations
import Persistence
import ServiceLifecycle

/// Issues each hour's forecasts and judges each hour's readings once they are there.
struct OutlookService: Service {
    private static let pause: Duration = .seconds(1)
    /// How long after the hour a forecast waits for the hour's readings, in city time.
    private static let patienceSeconds: Int64 = 900
    private static let judgedHours = 48

    let models: CityModels
    let anomalies: AnomalyQueries
    /// The latest complete hour of the zone that is furthest behind.
    let completeThrough: @Sendable () async throws -> Timestamp?
    let hub: LiveHub
    let topic: LiveTopic
    let metrics: CityMetrics
    let clock: CityClock
    let logger: Logger

    func run() async throws {
        var done: Timestamp?
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() {
            do {
                let hour = clock.now.floored(toMultipleOf: 3600)
                guard done != hour, try await isReady(for: hour) else { continue }
                if let (issuedAt, zones) = try await models.issueForecasts() {
                    metrics.issued(forecasts: zones.count)
                    hub.publish(.forecast(issuedAt: issuedAt, zones: zones), to: topic)
                }
                // What fails from here on is judged with the next hour, not every second.
                done = hour
                try await publishNew(try await models.detectAnomalies(hours: Self.judgedHours))
            } catch is CancellationError {
                return
            } catch {
                logger.error("Forecast or detection failed", metadata: ["error": "\(String(reflecting: error))"])
            }
        }
    }

    /// The hour before has been read in every zone, or has been waited for long enough.
    private func isReady(for hour: Timestamp) async throws -> Bool {
        if clock.now - hour > Self.patienceSeconds { return true }
        return try await completeThrough().map { $0 >= hour - 3600 } ?? false
    }

    private func publishNew(_ fresh: [AnomalyID]) async throws {
        metrics.found(anomalies: fresh.count)
        for id in fresh {
            // A later finding may have taken its place since.
            if let anomaly = try await anomalies.anomaly(id) { hub.publish(.anomaly(anomaly), to: topic) }
        }
    }
}
