import Foundation
import GridModel
import Jobs
import Observability
import Operations
import Persistence

/// A city's models: trained by jobs, used every hour.
struct CityModels: Sendable {
    /// Days of past midnights that get the day-ahead forecast they would have got.
    private static let trackDays = 14
    /// Hours judged when a detector is new.
    private static let firstJudgedHours = 21 * 24

    let issueForecasts: IssueForecasts
    let detectAnomalies: DetectAnomalies
    /// Puts the trainings that are due into the queue.
    let scheduleTraining: ScheduleTraining
    private let trainForecaster: TrainForecaster
    private let trainDetector: TrainDetector

    init(
        database: any Database, objects: ObjectStore, scope: TenantScope, calendar: LoadCalendar, clock: CityClock,
        codeVersion: CodeVersion
    ) {
        issueForecasts = IssueForecasts(
            database: database, objects: objects, scope: scope, calendar: calendar, clock: clock)
        detectAnomalies = DetectAnomalies(
            database: database, objects: objects, scope: scope, calendar: calendar, clock: clock)
        scheduleTraining = ScheduleTraining(
            database: database, objects: objects, scope: scope, clock: clock, wallClock: { .wallClock })
        trainForecaster = TrainForecaster(
            database: database, objects: objects, scope: scope, calendar: calendar, clock: clock,
            codeVersion: codeVersion)
        trainDetector = TrainDetector(
            database: database, objects: objects, scope: scope, calendar: calendar, clock: clock,
            codeVersion: codeVersion)
    }

    /// Why models in service cannot be read, by their kind.
    var obstacles: [String: String] {
        var obstacles: [String: String] = [:]
        obstacles[ModelKind.forecaster] = issueForecasts.modelObstacle
        obstacles[ModelKind.detector] = detectAnomalies.modelObstacle
        return obstacles
    }

    func families() -> [MetricFamily] {
        let obstacles = obstacles
        return [
            MetricFamily(
                name: "urbangrid_model_unreadable", kind: .gauge,
                help: "1 where the model in service is there but cannot be read.",
                samples: [ModelKind.forecaster, ModelKind.detector].map {
                    .init(labels: [MetricLabel("kind", $0)], value: .number(obstacles[$0] == nil ? 0 : 1))
                })
        ]
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
}
