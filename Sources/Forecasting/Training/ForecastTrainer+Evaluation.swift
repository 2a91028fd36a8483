public import GridModel
public import Learning

extension ForecastTrainer {
    /// Trains on hours before `through` less the held-out days and scores the model on those days.
    ///
    /// The scored model is the returned one: its report is about itself, and the held-out days have
    /// not touched it. With `heldOutDays` 0 there is nothing to score.
    public func trainAndEvaluate(
        _ series: [ForecastSeries], calendar: ForecastCalendar, through: Timestamp,
        onProgress: (ModelProgress) throws -> Void = { _ in }
    ) throws -> (model: ForecastModel, evaluation: ForecastEvaluation) {
        let cut = through - Int64(options.heldOutDays) * 86_400
        let model = try train(series, calendar: calendar, through: cut) { state in
            try onProgress(
                ModelProgress(
                    phase: state.phase, epoch: state.epoch, epochs: state.epochs, trainingLoss: state.trainingLoss,
                    validationLoss: state.validationLoss, fraction: 0.95 * state.fraction))
        }
        let known = series.map { $0.before(through) }
        let evaluation = Backtest.evaluate(
            model, known, calendar: calendar, over: TimeSpan(start: cut, end: through))
        try onProgress(ModelProgress(phase: "evaluated", fraction: 1))
        return (model, evaluation)
    }
}
