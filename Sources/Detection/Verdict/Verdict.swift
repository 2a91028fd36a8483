/// What kind of anomaly some strange hours are, by the shape of what was read against what is usual.
///
/// Rules in order: nothing read where something is usual (dropout); one value for six hours or more
/// (stuck); at most three hours out of the band, far above (spike); a day or more at a lower level, by a nearly constant
/// share (theft) or not (shift); half a day or more on one side (shift); else unusual.
struct Verdict: Sendable {
    let kind: AnomalyKind
    /// Hours with the same value up to the last of the longest such run; 0 without one.
    let equalHours: Int
    /// Hours so far that the level has differed.
    let lastingHours: Int
    /// Sum read over sum expected in those hours.
    let ratio: Double

    static let stuckHours = 6
    static let lastingFrom = 12
    static let theftFrom = 24
    static let theftRatio = 0.8

    /// For short kinds only the hours around the peak that lie outside the expected band: windows over
    /// the past make hours look strange for a while after a short fault has gone.
    let core: ClosedRange<Int>

    /// - Parameters:
    ///   - range: indices of the strange hours
    ///   - peak: the strangest of them
    init(_ features: ContextFeatures, _ range: ClosedRange<Int>, peak: Int) {
        equalHours = (range.map { features.equalRun[$0] }.max() ?? 0) + 1
        let lasting = Self.lasting(features, endingAt: range.upperBound)
        lastingHours = lasting.hours
        ratio = lasting.ratio
        let (value, median, level) = (features.values[peak], features.usual.median[peak], features.usual.level[peak])
        let above = features.usual.spread[peak] * ScoredHour.bandSpreads
        func isOutside(_ index: Int) -> Bool {
            abs(features.values[index] - features.usual.median[index])
                > ScoredHour.bandSpreads * features.usual.spread[index]
        }
        var (first, last) = (peak, peak)
        if isOutside(peak) {
            while first > range.lowerBound, isOutside(first - 1) { first -= 1 }
            while last < range.upperBound, isOutside(last + 1) { last += 1 }
        } else {
            (first, last) = (range.lowerBound, range.upperBound)
        }
        if abs(value) <= 0.05 * abs(median), abs(median) > 0.1 * level {
            kind = .dropout
        } else if equalHours >= Self.stuckHours, abs(value) > 0.02 * level {
            kind = .stuck
        } else if last - first < 3, value > median + above, lasting.hours < Self.lastingFrom {
            kind = .spike
        } else if lasting.hours >= Self.theftFrom, lasting.ratio <= Self.theftRatio, lasting.isProportional {
            kind = .theft
        } else if lasting.hours >= Self.lastingFrom {
            kind = .shift
        } else {
            kind = .unusual
        }
        switch kind {
        case .spike, .dropout, .unusual: core = first...last
        case .stuck, .shift, .theft: core = range
        }
    }

    /// The hours up to `end` in which what was read kept to one side of the usual, one hour in six excepted.
    private static func lasting(
        _ features: ContextFeatures, endingAt end: Int
    ) -> (hours: Int, ratio: Double, isProportional: Bool) {
        func residual(_ index: Int) -> Double { features.values[index] - features.usual.median[index] }
        let side = residual(end) < 0 ? -1.0 : 1.0
        var hours = 0
        var exceptions = 0
        var index = end
        while index >= 0, end - index < 336 {
            let difference = residual(index)
            if difference.isNaN { break }
            if difference * side < 0 { exceptions += 1 }
            let walked = end - index + 1
            if exceptions * 6 > walked + 6 { break }
            if difference * side >= 0 { hours = walked }
            index -= 1
        }
        guard hours > 0 else { return (0, 1, false) }
        var (read, usual) = (0.0, 0.0)
        for index in end - hours + 1...end {
            read += max(0, features.values[index])
            usual += max(0, features.usual.median[index])
        }
        guard usual > 0 else { return (hours, 1, false) }
        return (hours, read / usual, isProportional(features, end - hours + 1...end, read / usual))
    }

    /// Whether a constant share explains the hours better than a constant difference.
    private static func isProportional(
        _ features: ContextFeatures, _ range: ClosedRange<Int>, _ ratio: Double
    ) -> Bool {
        let difference = range.reduce(0) { $0 + features.values[$1] - features.usual.median[$1] } / Double(range.count)
        var (byShare, byDifference) = (0.0, 0.0)
        for index in range {
            let (value, usual) = (features.values[index], features.usual.median[index])
            byShare += abs(value - ratio * usual)
            byDifference += abs(value - max(0, usual + difference))
        }
        return byShare <= byDifference
    }
}
