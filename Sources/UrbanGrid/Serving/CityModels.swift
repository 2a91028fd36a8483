import Foundation
import GridModel
import Jobs
import Operations
import Persistence

/// A city's models: trained by jobs, used every hour.
struct CityModels: Sendable {
    /// Days of past midnights that get the day-ahead forecast they would have got.
    private static let trackDays = 14
    /// Hours judged when a detector is new.
    private static let firstJudgedHours = 21 * 24

    let database: any Database
    let scope: TenantScope
    let issueForecasts: IssueForecasts
    let detectAnomalies: DetectAnomalies
    private let trainForecaster: TrainForecaster
    private let trainDetector: TrainDetector

    init(database: any Database, objects: ObjectStore, scope: TenantScope, calendar: CityCalendar, clock: CityClock) {
        self.database = database
        self.scope = scope
        issueForecasts = IssueForecasts(
            database: database, objects: objects, scope: scope, calendar: calendar, clock: clock)
        detectAnomalies = DetectAnomalies(
            database: database, objects: objects, scope: scope, calendar: calendar, clock: clock)
        trainForecaster = TrainForecaster(
            database: database, objects: objects, scope: scope, calendar: calendar, clock: clock)
        trainDetector = TrainDetector(
            database: database, objects: objects, scope: scope, calendar: calendar, clock: clock)
    }

    /// What the worker can run.
    var handlers: [String: JobWorker.Handler] {
        [
            ModelKind.trainForecaster: { context in
                try await trainForecaster { try context.report($0, "Forecaster: \($1)") }
                try await issueForecasts.backfill(days: Self.trackDays)
                _ = try await issueForecasts()
            },
            ModelKind.trainDetector: { context in
                try await trainDetector { try context.report($0 * 0.8, "Detector: \($1)") }
                _ = try await detectAnomalies(hours: Self.firstJudgedHours) { fraction in
                    // Judging goes on after a cancel; the job's end is what the worker records.
                    try? context.report(0.8 + 0.2 * fraction, "Judging the last three weeks")
                }
            },
        ]
    }

    /// Puts a training job into the queue for each model that the city lacks.
    func enqueueMissing() async throws {
        let now = Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
        try await database.write(scope) { session in
            let registry = ModelVersionRepository(session)
            let needed = [
                (ModelKind.forecaster, ModelKind.trainForecaster), (ModelKind.detector, ModelKind.trainDetector),
            ]
            for (model, job) in needed where try registry.champion(of: model) == nil {
                // A training that a crash or a shutdown cut short begins anew: it changes nothing until it ends.
                _ = try JobRepository(session).enqueue(
                    kind: job, payload: "{}", uniqueKey: model, maxAttempts: 3, runAt: now, now: now)
            }
        }
    }
}
