import GridModel

/// What is usual for each hour of a series, from the four weeks before that hour's day.
///
/// Everything is taken from the 672 hours before the UTC day the hour lies in, so it can be computed
/// once a day, never looks ahead, and is the same whether a year or only the newest weeks are at hand.
struct LikeHours: Sendable {
    static let windowHours = 672
    /// Readings a window must hold.
    static let fewest = 336

    /// Median of the like hours: same hour of the day, same kind of day (workday or not). NaN if unknown.
    private(set) var median: [Double]
    /// Robust standard deviation to be expected around it: that of the like hours and that of all
    /// hours around their medians, half of the variance each.
    private(set) var spread: [Double]
    /// Median absolute value of the window.
    private(set) var level: [Double]

    init(_ values: [Double], start: Timestamp, hours: HourlyCalendar) {
        let count = values.count
        median = [Double](repeating: .nan, count: count)
        spread = median
        level = median
        // The first index that begins a UTC day with a whole window before it.
        let offset = Int((start - start.floored(toMultipleOf: 86_400)) / 3600)
        var day = (24 - offset) % 24
        while day < count {
            if day >= Self.windowHours { describe(day, values, start, hours) }
            day += 24
        }
    }

    private mutating func describe(_ day: Int, _ values: [Double], _ start: Timestamp, _ hours: HourlyCalendar) {
        var groups = [[Double]](repeating: [], count: 48)
        var magnitudes: [Double] = []
        for index in day - Self.windowHours..<day where !values[index].isNaN {
            guard let group = Self.group(hours[start + Int64(index) * 3600]) else { continue }
            groups[group].append(values[index])
            magnitudes.append(abs(values[index]))
        }
        guard magnitudes.count >= Self.fewest else { return }
        let usual = Robust.median(&magnitudes)
        for hour in 0..<24 {
            // Too few days of one kind: use both kinds.
            let both = groups[hour] + groups[24 + hour]
            if groups[hour].count < 3 { groups[hour] = both }
            if groups[24 + hour].count < 3 { groups[24 + hour] = both }
        }
        var medians = [Double](repeating: .nan, count: 48)
        var own = medians
        var all: [Double] = []
        for group in groups.indices where !groups[group].isEmpty {
            medians[group] = Robust.median(&groups[group])
            var deviations = groups[group].map { abs($0 - medians[group]) }
            all += deviations
            own[group] = 1.4826 * Robust.median(&deviations)
        }
        let common = 1.4826 * Robust.median(&all)
        for index in day..<min(day + 24, values.count) {
            guard let group = Self.group(hours[start + Int64(index) * 3600]) else { continue }
            median[index] = medians[group]
            level[index] = usual
            let variance = (own[group] * own[group] + common * common) / 2
            spread[index] = max(variance.squareRoot(), 0.01 * usual, 1e-6)
        }
    }

    /// 0…23 on workdays, 24…47 on others.
    private static func group(_ hour: HourlyCalendar.Hour?) -> Int? {
        hour.map { $0.hour + ($0.isWorkday ? 0 : 24) }
    }
}
