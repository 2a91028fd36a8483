import GridModel
import Learning

/// A series ready for training: its features and which hours serve what.
struct PreparedSeries: Sendable {
    /// Hours that a series must have for training to take it in.
    static let fewest = 168

    let key: String
    let features: ContextFeatures
    let normalisation: SeriesNormalisation
    /// Hours the network learns from.
    let training: [Int]
    /// Later hours for the threshold and the report: every other day.
    let threshold: [Int]
    let report: [Int]
    let hours: HourlyCalendar

    /// Nil when there are too few judgeable hours before the cut.
    init?(
        _ key: String, _ values: HourlySeries, cut: Timestamp, hours: HourlyCalendar
    ) {
        self.key = key
        self.hours = hours
        features = ContextFeatures(values: values.valuesOrNaN, start: values.start, hours: hours)
        let boundary = values.index(of: cut)
        let judged = values.valuesOrNaN.indices.filter(features.canJudge)
        let training = judged.filter { $0 < boundary }
        guard training.count >= Self.fewest else { return nil }
        self.training = training
        let start = values.start.secondsSinceEpoch
        let held = judged.filter { $0 >= boundary }
        threshold = held.filter { (start + Int64($0) * 3600) / 86_400 % 2 == 0 }
        report = held.filter { (start + Int64($0) * 3600) / 86_400 % 2 != 0 }
        var rows: [Float] = []
        for index in training {
            rows += features.rows[index * ContextFeatures.count..<(index + 1) * ContextFeatures.count]
        }
        normalisation = SeriesNormalisation(rows: rows)
    }

    /// The features with faults everywhere: what is usual stays that of the true values.
    func faultyCopies(_ random: inout RandomSource) -> [ContextFeatures] {
        (0..<DetectorDataset.faultyCopies).map { _ in faulty(pause: 6..<48, &random).features }
    }

    func faulty(
        pause: Range<Int>, from first: Int = LikeHours.windowHours, _ random: inout RandomSource
    ) -> (features: ContextFeatures, kinds: [AnomalyKind?]) {
        let (values, kinds) = FaultInjector.inject(
            into: features.values, usual: features.usual, from: first, pause: pause, random: &random)
        return (
            ContextFeatures(values: values, start: features.start, hours: hours, usual: features.usual), kinds
        )
    }

    func drawn(_ most: Int, from indices: [Int], _ random: inout RandomSource) -> [Int] {
        var indices = indices
        random.shuffle(&indices)
        return Array(indices.prefix(most))
    }
}
