import GridModel

/// Values below `minimum` or above `maximum`; neighbours are one finding.
struct RangeCheck {
    let minimum: Double?
    let maximum: Double?

    init(_ rule: ValidationRule) {
        minimum = rule["minimum"]
        maximum = rule["maximum"]
    }

    func findings(in window: ValidationWindow) -> [Finding] {
        let side = window.block.values.indices.map { window.isJudged($0) ? self.side(window.block.values[$0]) : 0 }
        return window.runs { side[$0] == side[$1] }.filter { side[$0.lowerBound] != 0 }.compactMap { run in
            let isHigh = side[run.lowerBound] > 0
            let values = window.block.values[run]
            guard let extreme = isHigh ? values.max() : values.min(), let limit = isHigh ? maximum : minimum else {
                return nil
            }
            return Finding(
                .range, window.span(run.lowerBound, run.upperBound), value: extreme, limit: limit,
                "\(extreme) is \(isHigh ? "above the greatest" : "below the least") value \(limit).")
        }
    }

    private func side(_ value: Double) -> Int {
        if let maximum, value > maximum { return 1 }
        if let minimum, value < minimum { return -1 }
        return 0
    }
}

/// Steps between two intervals in a row of more than `perHour` times the interval's hours.
struct RateCheck {
    let perHour: Double

    init(_ rule: ValidationRule) {
        perHour = rule["perHour"] ?? .infinity
    }

    func findings(in window: ValidationWindow) -> [Finding] {
        let values = window.block.values
        return values.indices.dropFirst().compactMap { index in
            guard window.isJudged(index), window.isRaw[index - 1], window.isNext(index) else { return nil }
            let rate = abs(values[index] - values[index - 1]) / window.hours
            guard rate > perHour else { return nil }
            return Finding(
                .rateOfChange, window.span(index, index), value: rate, limit: perHour,
                "From \(values[index - 1]) to \(values[index]) in one interval: \(rate) an hour, more than \(perHour).")
        }
    }
}

/// The same value, bit by bit, in a row for `hours`; zero for `zeroHours`, without which zero is never too long.
struct FlatlineCheck {
    let hours: Double
    let zeroHours: Double?

    init(_ rule: ValidationRule) {
        hours = rule["hours"] ?? .infinity
        zeroHours = rule["zeroHours"]
    }

    func findings(in window: ValidationWindow) -> [Finding] {
        let values = window.block.values
        return window.runs { window.isRaw[$0] && window.isRaw[$1] && values[$0] == values[$1] }.compactMap { run in
            let value = values[run.lowerBound]
            let limit = value == 0 ? zeroHours ?? .infinity : hours
            let lasted = Double(run.count) * window.hours
            let span = window.span(run.lowerBound, run.upperBound)
            guard lasted >= limit, run.count > 1, !span.intersection(window.judged).isEmpty,
                window.isRaw[run.lowerBound]
            else { return nil }
            return Finding(
                .flatline, span, value: value, limit: limit,
                "\(value) in \(run.count) intervals in a row: \(lasted) hours, where \(limit) are the limit.")
        }
    }
}
