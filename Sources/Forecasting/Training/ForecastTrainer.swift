public import GridModel
public import Learning

/// Trains the day-ahead forecaster: one global model over several series.
public struct ForecastTrainer: Sendable {
    public let options: ForecastTrainingOptions

    public init(options: ForecastTrainingOptions = ForecastTrainingOptions()) {
        self.options = options
    }

    /// Trains on hours before `through` only. Computes until it is done: call it off the cooperative pool.
    ///
    /// - Throws: `ForecastingError`, `TrainingError`, or what `onProgress` throws.
    public func train(
        _ series: [ForecastSeries], calendar: ForecastCalendar, through: Timestamp,
        onProgress: (ModelProgress) throws -> Void = { _ in }
    ) throws -> ForecastModel {
        try check()
        let known = series.map { $0.before(through) }
        guard let from = known.filter({ $0.load.count > 0 }).map(\.load.start).min() else {
            throw ForecastingError.notEnoughData("no series has a reading before \(through)")
        }
        let climate = options.usesTemperature ? Self.climate(of: known) : nil
        let hours = calendar.hours(covering: TimeSpan(start: from - 86_400, end: through + 3 * 86_400))
        let stoppingFrom = through - Int64(options.validationDays) * 86_400
        let usesSeason = stoppingFrom - from >= Int64(ForecastLayout.seasonDays) * 86_400
        let inputs = known.filter { $0.load.count > 0 }.map {
            ForecastInputs($0, hours: hours, through: through, climate: climate, usesSeason: usesSeason)
        }
        let calibratedFrom = through - Int64(options.validationDays - options.validationDays / 2) * 86_400
        let dataset = ForecastDataset(
            inputs: inputs, usesTemperature: climate != nil, stoppingFrom: stoppingFrom,
            calibrationFrom: calibratedFrom, most: options.samples, seed: options.seed)
        guard dataset.trainingCount >= 48, !dataset.stopping.isEmpty else {
            throw ForecastingError.notEnoughData(
                "\(dataset.trainingCount) usable issue hours before \(stoppingFrom) and "
                    + "\(dataset.stopping.count) in the days after it; needed are at least 48 and 1, each after "
                    + "28 days of history"
            )
        }
        let (network, results) = try fit(dataset, onProgress)
        func model(_ all: QuantileCalibration, _ own: [String: QuantileCalibration]) -> ForecastModel {
            let description = ForecastModelDescription(
                format: ForecastModelDescription.currentFormat, options: options,
                quantiles: ForecastLayout.quantiles, seriesKeys: inputs.map(\.key),
                timeZone: calendar.calendar.identifier, trainedFrom: from, calibratedFrom: calibratedFrom,
                trainedTo: through, dataHash: Self.fingerprint(of: known), trainingSamples: dataset.trainingCount,
                parameterCount: results.reduce(0) { $0 + $1.parameters.weightCount },
                lossCurves: results.map(\.curve), calibration: all, seriesCalibration: own,
                usesSeason: usesSeason, climate: climate)
            return ForecastModel(description: description, network: network, members: results.map(\.parameters))
        }
        let (all, own) = model(.none, [:]).calibration(on: dataset)
        try onProgress(ModelProgress(phase: "calibrated", fraction: 1))
        return model(all, own)
    }

    private func check() throws {
        guard (1...16).contains(options.members), (4...512).contains(options.hidden), options.epochs > 0,
            options.samples > 0, options.validationDays > 0, options.heldOutDays >= 0, options.threads > 0
        else { throw ForecastingError.badOptions("\(options)") }
    }

    private func fit(
        _ dataset: ForecastDataset, _ onProgress: (ModelProgress) throws -> Void
    ) throws -> (ForecastNetwork, [TrainingResult]) {
        var network: ForecastNetwork?
        var results: [TrainingResult] = []
        for member in 0..<options.members {
            let seed = SplitMix64.seed(from: options.seed, UInt64(member))
            var random = RandomSource(seed: seed)
            var parameters = ParameterSet()
            let architecture = ForecastNetwork(
                hidden: options.hidden, usesTemperature: dataset.usesTemperature, in: &parameters, random: &random)
            network = architecture
            let trainer = Trainer(
                options: TrainingOptions(
                    epochs: options.epochs, batchSize: 64, learningRate: .cosine(peak: options.learningRate),
                    adam: Adam.Settings(weightDecay: 1e-3), patience: options.patience, seed: seed,
                    threads: options.threads))
            var validationLoss: Double?
            let result = try trainer.fit(
                parameters, training: dataset.training, validation: dataset.stopping,
                onProgress: { state in
                    validationLoss = state.epochEnd?.validationLoss ?? validationLoss
                    try onProgress(
                        ModelProgress(
                            phase: "network \(member + 1) of \(options.members)", epoch: state.epoch,
                            epochs: state.epochs, trainingLoss: state.trainingLoss, validationLoss: validationLoss,
                            fraction: (Double(member) + state.fraction) / Double(options.members)))
                },
                loss: { tape, samples in
                    let (batch, residuals, weights) = dataset.batch(samples)
                    let prediction = architecture(
                        on: tape, steps: batch.stepTensor, targets: batch.targetTensor)
                    return prediction.quantileLoss(
                        to: residuals, levels: ForecastLayout.quantiles.map { Float($0) }, weights: weights)
                })
            results.append(result)
        }
        guard let network else { throw ForecastingError.badOptions("no network to train") }
        return (network, results)
    }

    private static func climate(of series: [ForecastSeries]) -> Climate? {
        var values: [Double] = []
        for one in series {
            guard let temperature = one.temperature else { return nil }
            values += temperature.valuesOrNaN.filter { !$0.isNaN }
        }
        guard values.count > 168 else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
        return Climate(mean: mean, spread: max(variance.squareRoot(), 1))
    }

    private static func fingerprint(of series: [ForecastSeries]) -> String {
        var fingerprint = DataFingerprint()
        for one in series {
            fingerprint.add(one.key)
            for column in [one.load, one.temperature].compactMap({ $0 }) {
                fingerprint.add(column.start.secondsSinceEpoch)
                fingerprint.add(column.valuesOrNaN)
            }
        }
        return fingerprint.text
    }
}
