import GridModel
import Metrics
import Observability
import Operations
import Persistence

/// What this process does for a tenant, counted.
struct CityMetrics: Sendable {
    private static let readings = "urbangrid_readings"
    private static let jobDuration = "urbangrid_job_duration_seconds"
    private static let forecasts = "urbangrid_forecasts_issued"
    private static let compaction = "urbangrid_compaction_duration_seconds"
    private static let anomalies = "urbangrid_anomalies_found"
    private static let compactionBounds = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    /// Trainings take minutes.
    private static let jobBounds = [0.1, 1, 5, 15, 60, 300, 900, 1800, 3600]

    private let registry: MetricsRegistry
    /// Its code: a label of each.
    let tenant: String

    init(_ registry: MetricsRegistry, tenant: String) {
        self.registry = registry
        self.tenant = tenant
        registry.describe(
            Self.readings,
            help: """
                Readings that came in, by what became of them; refused: all of a delivery of which any was wrong, or one \
                of a batch; logged: accepted into the ingest log, and counted again once they are in their blocks.
                """)
        registry.describe(
            Self.compaction, help: "How long it took to put batches of the ingest log into blocks.",
            bounds: Self.compactionBounds)
        registry.describe(
            Self.jobDuration, help: "How long jobs ran, by kind and how they ended.", bounds: Self.jobBounds)
        registry.describe(Self.forecasts, help: "Forecasts issued, one for a zone and an issue time.")
        registry.describe(Self.anomalies, help: "New findings of the detector.")
        // Counters that are there from the start: a rate can be told from the first event on.
        for outcome in ["inserted", "revised", "unchanged", "refused", "logged"] { count(readings: 0, outcome) }
        issued(forecasts: 0)
        found(anomalies: 0)
    }

    func ingested(_ receipt: IngestReceipt) {
        count(readings: receipt.inserted, "inserted")
        count(readings: receipt.revised, "revised")
        count(readings: receipt.unchanged, "unchanged")
    }

    func refused(readings: Int) {
        count(readings: readings, "refused")
    }

    func batch(_ outcome: BatchOutcome) {
        count(readings: outcome.accepted, "logged")
        count(readings: outcome.refused, "refused")
    }

    func compacted(_ receipt: IngestReceipt, seconds: Double) {
        ingested(receipt)
        Metrics.Timer(label: Self.compaction, dimensions: [("tenant", tenant)], factory: registry).recordSeconds(
            seconds)
    }

    func issued(forecasts: Int) {
        Counter(label: Self.forecasts, dimensions: [("tenant", tenant)], factory: registry).increment(by: forecasts)
    }

    func found(anomalies: Int) {
        Counter(label: Self.anomalies, dimensions: [("tenant", tenant)], factory: registry).increment(by: anomalies)
    }

    /// Counts a job that has ended; others are left alone.
    func changed(_ job: StoredJob) {
        guard let started = job.startedAt, let finished = job.finishedAt else { return }
        Metrics.Timer(
            label: Self.jobDuration,
            dimensions: [("kind", job.kind), ("state", job.state.rawValue), ("tenant", tenant)], factory: registry
        ).recordSeconds(finished - started)
    }

    private func count(readings: Int, _ outcome: String) {
        Counter(label: Self.readings, dimensions: [("outcome", outcome), ("tenant", tenant)], factory: registry)
            .increment(by: readings)
    }
}
