import Forecasting
import Foundation
package import GridModel
import Learning

/// Trains the day-ahead forecaster on a file of one's own and writes it to a file; no database.
package struct TrainOnFile: Sendable {
    package let file: LoadFile
    private let calendar: CityCalendar
    private let seed: UInt64
    private let heldOutDays: Int
    private let effort: TrainingEffort

    /// - Parameters:
    ///   - calendar: whose days and hours the load follows.
    ///   - heldOutDays: days at the end that the model does not see and is scored on.
    package init(
        _ file: LoadFile, calendar: CityCalendar, seed: UInt64, heldOutDays: Int,
        effort: TrainingEffort = TrainingEffort()
    ) {
        self.effort = effort
        self.file = file
        self.calendar = calendar
        self.seed = seed
        self.heldOutDays = heldOutDays
    }

    /// - Parameters:
    ///   - path: the model's file; one that is there is replaced when the training has ended well.
    ///   - progress: 0…1, and what is being done.
    /// - Throws: `ImportError`, `LoadFileError`, `ForecastingError`, or what writing throws.
    package func callAsFunction(
        to path: String, now: Timestamp, progress: @escaping @Sendable (Double, String) -> Void
    ) async throws -> FileTrainingReport {
        try ResultFile(path).checkFolder()
        let (file, calendar) = (file, calendar)
        var options = ForecastTrainingOptions()
        options.seed = seed
        options.heldOutDays = heldOutDays
        options.members = effort.members
        options.hidden = effort.hidden
        options.epochs = effort.epochs
        options.samples = effort.samples
        let trainer = ForecastTrainer(options: options)
        return try await DedicatedThread.run {
            let series = try LoadFileReader(file, now: now).read { progress(0.1 * $0, "reading") }
            guard let end = series.map(\.load.end).max() else { throw LoadFileError.noReadings }
            let through = calendar.start(of: calendar.localDate(of: end))
            let (model, evaluation) = try trainer.trainAndEvaluate(
                series, calendar: ForecastCalendar(calendar: calendar), through: through
            ) { state in
                let loss = state.validationLoss.map { ", loss \(FileTrainingReport.number($0, digits: 4))" } ?? ""
                let epoch = state.epoch > 0 ? ", epoch \(state.epoch) of \(state.epochs)" : ""
                progress(0.1 + 0.9 * state.fraction, state.phase + epoch + loss)
            }
            let bytes = try ForecastModelFile.encode(model)
            try ResultFile(path).write(bytes)
            return FileTrainingReport(
                path: path, byteCount: bytes.count, description: model.description, evaluation: evaluation)
        }
    }
}

/// How large the networks are and how long they train; see `ForecastTrainingOptions`.
package struct TrainingEffort: Hashable, Sendable {
    let members: Int
    let hidden: Int
    let epochs: Int
    let samples: Int

    package init(members: Int, hidden: Int, epochs: Int, samples: Int) {
        self.members = members
        self.hidden = hidden
        self.epochs = epochs
        self.samples = samples
    }

    /// What gave the best forecasts on validation days.
    package init() {
        let options = ForecastTrainingOptions()
        self.init(members: options.members, hidden: options.hidden, epochs: options.epochs, samples: options.samples)
    }
}
