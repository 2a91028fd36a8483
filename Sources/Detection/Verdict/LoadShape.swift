/// What was read against what is usual, over ranges of hours.
struct LoadShape {
    private let features: ContextFeatures

    init(_ features: ContextFeatures) {
        self.features = features
    }

    /// NaN where either is missing.
    func residual(_ index: Int) -> Double { features.values[index] - features.usual.median[index] }

    /// In robust spreads, without its sign; 0 where something is missing.
    func distance(_ index: Int) -> Double {
        let distance = abs(residual(index)) / features.usual.spread[index]
        return distance.isNaN ? 0 : distance
    }

    /// Whether the hour lies outside its expected band.
    func outside(_ index: Int) -> Bool { distance(index) > ScoredHour.bandSpreads }

    /// On which side the hours outside their bands lie, taken together.
    func isAbove(_ range: ClosedRange<Int>) -> Bool {
        let departing = range.filter { outside($0) }
        return (departing.isEmpty ? Array(range) : departing).reduce(0) { sum, index in
            sum + (residual(index) < 0 ? -distance(index) : distance(index))
        } > 0
    }

    /// The hour that departs most to one side; nil when none does.
    func farthest(in range: ClosedRange<Int>, isAbove: Bool) -> Int? {
        range.filter { residual($0) != 0 && (residual($0) > 0) == isAbove }.max { distance($0) < distance($1) }
    }

    /// The hours around one, without interruption, that lie outside their bands.
    func outsideRun(around index: Int, within range: ClosedRange<Int>) -> ClosedRange<Int> {
        var (first, last) = (index, index)
        while first > range.lowerBound, outside(first - 1) { first -= 1 }
        while last < range.upperBound, outside(last + 1) { last += 1 }
        return first...last
    }

    /// From the first to the last hour of the range at which next to nothing is read where something is usual.
    func emptyRun(in range: ClosedRange<Int>) -> ClosedRange<Int>? {
        let empty = range.filter { index in
            let (value, usual) = (features.values[index], features.usual.median[index])
            return abs(value) <= 0.12 * abs(usual) && abs(usual) > 0.1 * features.usual.level[index]
        }
        guard let first = empty.first, let last = empty.last, 2 * empty.count > last - first else { return nil }
        return first...last
    }

    /// The hours over which the level was changed; nil when they are too few or the level is the usual.
    ///
    /// - Parameter spot: the hours around the strangest; when they are few, the others must bear it out alone.
    func lasting(_ range: ClosedRange<Int>, isAbove: Bool, without spot: ClosedRange<Int>) -> ClosedRange<Int>? {
        let changed = changes(range, isAbove: isAbove).max { $0.count < $1.count }
        guard let changed, changed.count >= Verdict.lastingFrom else { return nil }
        let rest = changed.filter { spot.count > Verdict.spikeHours || !spot.contains($0) }
        let ratio = ratio(rest)
        return abs(ratio - 1) >= Verdict.leastChange && (ratio > 1) == isAbove ? changed : nil
    }

    /// Stretches of hours to one side of the usual that reach into the range, by a cumulative sum (Page 1954)
    /// of the distances less a slack. The sum is held below a ceiling, so that a day as usual ends a stretch.
    private func changes(_ range: ClosedRange<Int>, isAbove: Bool) -> [ClosedRange<Int>] {
        var found: [ClosedRange<Int>] = []
        var (sum, highest, start, end) = (0.0, 0.0, 0, 0)
        func close() {
            if highest > 0, end >= range.lowerBound { found.append(start...end) }
        }
        for index in max(0, range.lowerBound - LikeHours.windowHours)...range.upperBound {
            let side = (residual(index) > 0) == isAbove ? distance(index) : -distance(index)
            let step = min(max(side, -Self.mostStep), Self.mostStep) - Self.slack
            if sum + step <= 0 {
                close()
                (sum, highest) = (0, 0)
            } else {
                if sum == 0 { start = index }
                sum = min(sum + step, Self.ceiling)
                if sum >= highest { (highest, end) = (sum, index) }
            }
        }
        close()
        return found
    }

    /// In robust spreads.
    private static let slack = 0.75
    private static let mostStep = 4.0
    private static let ceiling = 24.0

    /// Sum read over sum usual; 1 where nothing is usual.
    func ratio(_ indices: some Sequence<Int>) -> Double {
        var (read, usual) = (0.0, 0.0)
        for index in indices where !residual(index).isNaN {
            read += max(0, features.values[index])
            usual += max(0, features.usual.median[index])
        }
        return usual > 0 ? read / usual : 1
    }

    /// Whether a constant share explains the hours better than a constant difference.
    func isProportional(_ range: ClosedRange<Int>, _ ratio: Double) -> Bool {
        let known = range.filter { !residual($0).isNaN }
        let difference = known.reduce(0) { $0 + residual($1) } / Double(max(1, known.count))
        var (byShare, byDifference) = (0.0, 0.0)
        for index in known {
            let (value, usual) = (features.values[index], features.usual.median[index])
            byShare += abs(value - ratio * usual)
            byDifference += abs(value - max(0, usual + difference))
        }
        return byShare <= byDifference
    }
}
