public import GridModel
public import Learning

/// Trains the anomaly detector: one autoencoder over all series, with each series' own scales.
public struct DetectorTrainer: Sendable {
    public let options: DetectorTrainingOptions

    public init(options: DetectorTrainingOptions = DetectorTrainingOptions()) {
        self.options = options
    }

    /// Trains on hours before `through` only; the last `heldOutDays` of them set the threshold and make
    /// the report. Computes until it is done: call it off the cooperative pool.
    ///
    /// - Throws: `DetectionError`, `TrainingError`, or what `onProgress` throws.
    public func train(
        _ series: [DetectionSeries], calendar: CityCalendar, holidays: HolidayCalendar = .none, through: Timestamp,
        onProgress: (ModelProgress) throws -> Void = { _ in }
    ) throws -> AnomalyDetector {
        guard (4...256).contains(options.hidden), (1...64).contains(options.bottleneck), options.epochs > 0,
            options.samples > 0, options.falseAlarmDays > 0, options.heldOutDays > 0, options.threads > 0
        else { throw DetectionError.badOptions("\(options)") }
        let cut = through - Int64(options.heldOutDays) * 86_400
        var random = RandomSource(seed: options.seed)
        var prepared: [PreparedSeries] = []
        let from = series.map(\.values.start).min() ?? through
        let hours = HourlyCalendar(
            covering: TimeSpan(start: min(from, through), end: through), calendar: calendar, holidays: holidays)
        for (number, one) in series.enumerated() {
            let known = one.values.before(through)
            if let item = PreparedSeries(one.key, known, cut: cut, hours: hours) {
                prepared.append(item)
            }
            try onProgress(
                ModelProgress(phase: "features", fraction: 0.2 * Double(number + 1) / Double(series.count)))
        }
        guard !prepared.isEmpty else {
            throw DetectionError.notEnoughData("no series has 28 days of readings and a week more before \(cut)")
        }
        var dataset = DetectorDataset()
        let share = max(1, options.samples / prepared.count)
        for item in prepared {
            dataset.add(
                item.features, faulty: item.faultyCopies(&random), item.normalisation,
                item.drawn(share, from: item.training, &random))
        }
        var parameters = ParameterSet()
        let network = DetectorNetwork(
            hidden: options.hidden, bottleneck: options.bottleneck, in: &parameters, random: &random)
        let result = try fit(network, parameters, dataset, &random, onProgress)
        let description = AnomalyDetectorDescription(
            format: AnomalyDetectorDescription.currentFormat, options: options, seriesKeys: prepared.map(\.key),
            trainedFrom: prepared.map(\.features.start).min() ?? through, trainedTo: through,
            dataHash: Self.fingerprint(of: prepared), trainingSamples: dataset.count,
            parameterCount: result.parameters.weightCount, lossCurve: result.curve, threshold: .infinity)
        var detector = AnomalyDetector(
            description: description, network: network, weights: FrozenParameters(result.parameters),
            profiles: Self.profiles(prepared, network, result.parameters, description, &random))
        try onProgress(ModelProgress(phase: "threshold", fraction: 0.92))
        detector.calibrate(on: prepared)
        detector.description.report = detector.report(on: prepared, seed: options.seed)
        try onProgress(ModelProgress(phase: "evaluated", fraction: 1))
        return detector
    }

    private func fit(
        _ network: DetectorNetwork, _ parameters: ParameterSet, _ dataset: DetectorDataset,
        _ random: inout RandomSource, _ onProgress: (ModelProgress) throws -> Void
    ) throws -> TrainingResult {
        let (training, validation) = dataset.split(&random)
        let trainer = Trainer(
            options: TrainingOptions(
                epochs: options.epochs, batchSize: 256, learningRate: .cosine(peak: options.learningRate),
                adam: Adam.Settings(weightDecay: 1e-4), seed: options.seed, threads: options.threads))
        var validationLoss: Double?
        return try trainer.fit(
            parameters, training: training, validation: validation,
            onProgress: { state in
                validationLoss = state.epochEnd?.validationLoss ?? validationLoss
                try onProgress(
                    ModelProgress(
                        phase: "autoencoder", epoch: state.epoch, epochs: state.epochs,
                        trainingLoss: state.trainingLoss, validationLoss: validationLoss,
                        fraction: 0.2 + 0.7 * state.fraction))
            },
            loss: { tape, samples in
                let (rows, truth) = dataset.batch(samples)
                return network(on: tape, rows).huberLoss(to: truth, delta: 2)
            })
    }

    private static func profiles(
        _ prepared: [PreparedSeries], _ network: DetectorNetwork, _ parameters: ParameterSet,
        _ description: AnomalyDetectorDescription, _ random: inout RandomSource
    ) -> [String: AnomalyDetector.SeriesProfile] {
        let bare = AnomalyDetector(
            description: description, network: network, weights: FrozenParameters(parameters), profiles: [:])
        var profiles: [String: AnomalyDetector.SeriesProfile] = [:]
        var pooled: [Float] = []
        for item in prepared {
            let errors = bare.errors(item.features, item.normalisation, item.training)
            profiles[item.key] = .init(normalisation: item.normalisation, tails: ErrorTails(errors: errors))
            let kept = item.drawn(max(50, 40_000 / prepared.count), from: Array(item.training.indices), &random)
            for hour in kept {
                pooled += errors[hour * ContextFeatures.count..<(hour + 1) * ContextFeatures.count]
            }
        }
        profiles[""] = .init(
            normalisation: SeriesNormalisation(typicalOf: prepared.map(\.normalisation)),
            tails: ErrorTails(errors: pooled))
        return profiles
    }

    private static func fingerprint(of prepared: [PreparedSeries]) -> String {
        var fingerprint = DataFingerprint()
        for item in prepared {
            fingerprint.add(item.key)
            fingerprint.add(item.features.start.secondsSinceEpoch)
            fingerprint.add(item.features.values)
        }
        return fingerprint.text
    }
}
