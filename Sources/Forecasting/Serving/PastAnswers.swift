import GridModel

/// A model's raw answers at issue times and on the days before each, every one computed once.
struct PastAnswers {
    private let inputs: [ForecastInputs]
    /// Days before it shaped or stopped the training: their errors are too small to learn from.
    private let unseenFrom: Timestamp
    /// By series, then by issue hour.
    private let answers: [[Int: RawQuantiles]]

    init(_ model: ForecastModel, _ inputs: [ForecastInputs], _ issueTimes: [Timestamp]) {
        self.inputs = inputs
        let unseenFrom = model.description.calibratedFrom
        self.unseenFrom = unseenFrom
        var needed: [(series: Int, issue: Int)] = []
        for (number, input) in inputs.enumerated() {
            var issues: Set<Int> = []
            for issuedAt in issueTimes {
                issues.insert(input.history.index(of: issuedAt))
                issues.formUnion(Self.days(before: issuedAt, from: unseenFrom).map { input.history.index(of: $0) })
            }
            needed += issues.sorted().filter { $0 >= 0 && model.obstacle(input, at: $0) == nil }.map { (number, $0) }
        }
        var answers = [[Int: RawQuantiles]](repeating: [:], count: inputs.count)
        for (place, answer) in zip(needed, model.raw(needed.map { (inputs[$0.series], $0.issue) })) {
            answers[place.series][place.issue] = answer
        }
        self.answers = answers
    }

    /// Nil where the model could not be used.
    subscript(series: Int, issuedAt: Timestamp) -> RawQuantiles? {
        answers[series][inputs[series].history.index(of: issuedAt)]
    }

    /// The band's factors by series, from forecasts of the days before whose hours had all ended by then;
    /// nil where there are too few.
    func factors(at issuedAt: Timestamp) -> [QuantileCalibration?] {
        let days = Self.days(before: issuedAt, from: unseenFrom)
        let errors = inputs.indices.map { series in days.map { self.errors(series, $0) } }
        return BandRecalibration(errors: errors).factors()
    }

    private func errors(_ series: Int, _ issuedAt: Timestamp) -> [Double] {
        let input = inputs[series]
        let issue = input.history.index(of: issuedAt)
        guard let answer = answers[series][issue] else { return [] }
        return (0..<ForecastLayout.horizon).map { hour in
            let actual = input.readings[issue + hour]
            return actual.isNaN ? .nan : answer.error(hour, actual: actual)
        }
    }

    /// The same hour of the days before, oldest first.
    private static func days(before issuedAt: Timestamp, from first: Timestamp) -> [Timestamp] {
        (1...BandRecalibration.days).reversed().map { issuedAt - Int64($0) * 86_400 }.filter { $0 >= first }
    }
}
