public import GridModel
import Learning

/// A trained anomaly detector: immutable, shared by any number of threads.
public struct AnomalyDetector: Sendable {
    /// Hours before the first one to be scored that must be at hand: four weeks, a day, and the widest window.
    public static let historyHours = 35 * 24

    public internal(set) var description: AnomalyDetectorDescription
    let network: DetectorNetwork
    let weights: FrozenParameters
    /// By series key; the entry `""` serves series that the training did not see.
    let profiles: [String: SeriesProfile]

    /// What is kept of one series.
    struct SeriesProfile: Sendable {
        let normalisation: SeriesNormalisation
        let tails: ErrorTails
    }

    /// Scores each hour of the span that has a reading and enough past, in order. The score is the mean
    /// rarity of the reconstruction errors: about 1 is usual. Uses nothing after the hour.
    public func score(
        _ series: DetectionSeries, over span: TimeSpan, calendar: CityCalendar, holidays: HolidayCalendar = .none
    ) -> [ScoredHour] {
        let features = features(series, over: span, Self.hours(span, calendar, holidays))
        return score(features, series.key, indices(of: features, span))
    }

    /// The calendar of a span and of the history its features need; shared by all series.
    static func hours(_ span: TimeSpan, _ calendar: CityCalendar, _ holidays: HolidayCalendar) -> HourlyCalendar {
        let needed = TimeSpan(start: span.start - Int64(historyHours) * 3600, end: span.end)
        return HourlyCalendar(covering: needed, calendar: calendar, holidays: holidays)
    }

    func features(_ series: DetectionSeries, over span: TimeSpan, _ hours: HourlyCalendar) -> ContextFeatures {
        let values = series.values.slice(TimeSpan(start: hours.start, end: span.end))
        return ContextFeatures(values: values.valuesOrNaN, start: values.start, hours: hours)
    }

    func indices(of features: ContextFeatures, _ span: TimeSpan) -> [Int] {
        features.values.indices.filter {
            features.canJudge($0) && span.contains(features.start + Int64($0) * 3600)
        }
    }

    func score(_ features: ContextFeatures, _ key: String, _ indices: [Int]) -> [ScoredHour] {
        zip(indices, scores(features, key, indices)).map { index, score in
            let (median, spread) = (features.usual.median[index], features.usual.spread[index])
            return ScoredHour(
                start: features.start + Int64(index) * 3600, score: score, threshold: description.threshold,
                actual: features.values[index], expected: median,
                expectedLow: max(0, median - ScoredHour.bandSpreads * spread),
                expectedHigh: median + ScoredHour.bandSpreads * spread)
        }
    }

    func scores(_ features: ContextFeatures, _ key: String, _ indices: [Int]) -> [Double] {
        guard let common = profiles[""] else { return [] }
        let own = profiles[key]
        let errors = errors(features, (own ?? common).normalisation, indices)
        return indices.indices.map { position in
            var sum = 0.0
            for feature in 0..<ContextFeatures.count {
                let error = errors[position * ContextFeatures.count + feature]
                let rarity = common.tails.rarity(error, feature: feature)
                sum += own.map { (rarity + $0.tails.rarity(error, feature: feature)) / 2 } ?? rarity
            }
            return sum / Double(ContextFeatures.count)
        }
    }

    /// Absolute reconstruction errors, `ContextFeatures.count` per index.
    func errors(
        _ features: ContextFeatures, _ normalisation: SeriesNormalisation, _ indices: [Int]
    ) -> [Float] {
        var errors: [Float] = []
        errors.reserveCapacity(indices.count * ContextFeatures.count)
        for start in stride(from: 0, to: indices.count, by: 2048) {
            let part = indices[start..<min(start + 2048, indices.count)]
            var rows: [Float] = []
            var truth: [Float] = []
            for index in part { features.append(index, normalisation, to: &rows, truth: &truth) }
            let tape = Tape(frozen: weights)
            let output = network(on: tape, Tensor(rows, shape: [part.count, DetectorNetwork.inputs])).value.values
            errors += zip(output, truth).map { abs($0 - $1) }
        }
        return errors
    }
}

extension ContextFeatures {
    /// Appends an hour's network input and the normalised features themselves.
    func append(
        _ index: Int, _ normalisation: SeriesNormalisation, to rows: inout [Float], truth: inout [Float]
    ) {
        for feature in 0..<Self.count {
            let value = normalisation.normalised(self.rows[index * Self.count + feature], feature: feature)
            truth.append(value)
            // Large deviations come in compressed, so that they do not saturate the network.
            rows.append(value < 0 ? -Float(Self.logOnePlus(-value)) : Float(Self.logOnePlus(value)))
        }
        rows += calendar[index * Self.calendarCount..<(index + 1) * Self.calendarCount]
    }
}
