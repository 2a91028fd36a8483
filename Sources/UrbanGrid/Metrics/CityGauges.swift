import GridModel
import Observability
import Operations
import Persistence
import Synchronization

/// How things stand in the city's database, as it was last looked at.
final class CityGauges: Sendable {
    private struct Standing {
        let jobs: [JobState: Int]
        let staleSeries: Int
        let readings: Int
        /// Nil while a zone has no complete hour.
        let behindSeconds: Double?
    }

    private let database: any Database
    private let zones: ZoneQueries
    private let scope: TenantScope
    private let clock: CityClock
    private let standing = Mutex<Standing?>(nil)

    init(database: any Database, scope: TenantScope, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.clock = clock
        zones = ZoneQueries(database: database, scope: scope, clock: clock)
    }

    func look() async throws {
        let completeThrough = try await zones.completeThrough()
        let (now, clock) = (clock.now, completeThrough.map { $0 + 3600 })
        let fresh = try await database.read(scope) { session in
            Standing(
                jobs: try JobRepository(session).countByState(),
                staleSeries: try StaleRollupRepository(session).count(),
                readings: try ReadingBlockRepository(session).totalCount(),
                behindSeconds: clock.map { Double(max(0, now - $0)) })
        }
        standing.withLock { $0 = fresh }
    }

    /// None before the first look.
    func families() -> [MetricFamily] {
        guard let standing = standing.withLock({ $0 }) else { return [] }
        var families = [
            MetricFamily(
                name: "urbangrid_jobs", kind: .gauge, help: "Jobs in the queue and those that have ended, by state.",
                samples: JobState.allCases.map {
                    .init(
                        labels: [MetricLabel("state", $0.rawValue)], value: .number(Double(standing.jobs[$0] ?? 0)))
                }),
            .gauge(
                "urbangrid_rollup_stale_series", "Series whose rollups are behind their readings.",
                Double(standing.staleSeries)),
            .gauge("urbangrid_readings_stored", "Readings in the database.", Double(standing.readings)),
        ]
        if let behind = standing.behindSeconds {
            families.append(
                .gauge(
                    "urbangrid_load_age_seconds",
                    "From the end of the latest hour that is complete in every zone to now, by the city's clock.",
                    behind))
        }
        return families
    }
}

extension MetricFamily {
    /// One without labels.
    static func gauge(_ name: String, _ help: String, _ value: Double) -> MetricFamily {
        MetricFamily(name: name, kind: .gauge, help: help, samples: [.init(value: .number(value))])
    }
}
