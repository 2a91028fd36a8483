/// The values of one series on a regular hourly grid, where a gap is a missing value.
///
/// Kept as a dense column because models read whole weeks at a time; a missing value is NaN
/// inside and nil outside, so that it can never be mistaken for zero.
public struct HourlySeries: Hashable, Sendable {
    /// The first hour, a whole hour in UTC.
    public let start: Timestamp
    /// One value per hour, in the series' unit; NaN where nothing was read.
    public let valuesOrNaN: [Double]

    public static let secondsPerHour: Int64 = 3600

    /// - Parameters:
    ///   - start: floored to the hour.
    ///   - valuesOrNaN: anything that is not finite counts as missing.
    public init(start: Timestamp, valuesOrNaN: [Double]) {
        self.start = start.floored(toMultipleOf: Self.secondsPerHour)
        self.valuesOrNaN = valuesOrNaN.map { $0.isFinite ? $0 : .nan }
    }

    public init(start: Timestamp, values: [Double?]) {
        self.init(start: start, valuesOrNaN: values.map { $0 ?? .nan })
    }

    /// Puts readings on the grid. Readings outside the span or not at a whole hour are left out;
    /// of two for the same hour the later one counts.
    public init(covering span: TimeSpan, readings: some Sequence<Reading>) {
        let start = span.start.floored(toMultipleOf: Self.secondsPerHour)
        let hours = Int((span.end - start + Self.secondsPerHour - 1) / Self.secondsPerHour)
        var values = [Double](repeating: .nan, count: max(0, hours))
        for reading in readings where span.contains(reading.start) {
            let offset = reading.start - start
            guard offset % Self.secondsPerHour == 0 else { continue }
            values[Int(offset / Self.secondsPerHour)] = reading.value
        }
        self.init(start: start, valuesOrNaN: values)
    }

    public var count: Int { valuesOrNaN.count }
    public var end: Timestamp { start + Int64(count) * Self.secondsPerHour }
    public var span: TimeSpan { TimeSpan(start: start, end: end) }
    public var missingCount: Int { valuesOrNaN.count { $0.isNaN } }

    /// The value of the hour that starts at `hour`; nil when missing, outside, or not a whole hour.
    public subscript(_ hour: Timestamp) -> Double? {
        guard hour.isAligned(toMultipleOf: Self.secondsPerHour), let value = value(at: index(of: hour)) else {
            return nil
        }
        return value
    }

    /// How many hours after `start` the hour lies that contains `moment`; may lie outside.
    public func index(of moment: Timestamp) -> Int {
        Int((moment.floored(toMultipleOf: Self.secondsPerHour) - start) / Self.secondsPerHour)
    }

    public func hour(at index: Int) -> Timestamp {
        start + Int64(index) * Self.secondsPerHour
    }

    /// Nil when missing or outside.
    public func value(at index: Int) -> Double? {
        guard valuesOrNaN.indices.contains(index), !valuesOrNaN[index].isNaN else { return nil }
        return valuesOrNaN[index]
    }

    /// The hours that had ended by `moment`: what could be known then.
    public func before(_ moment: Timestamp) -> HourlySeries {
        slice(TimeSpan(start: start, end: moment.floored(toMultipleOf: Self.secondsPerHour)))
    }

    /// The hours that start within the span, without those the series does not have.
    public func slice(_ span: TimeSpan) -> HourlySeries {
        let lower = min(max(0, firstIndex(notBefore: span.start)), count)
        let upper = min(max(lower, firstIndex(notBefore: span.end)), count)
        return HourlySeries(start: hour(at: lower), valuesOrNaN: Array(valuesOrNaN[lower..<upper]))
    }

    private func firstIndex(notBefore moment: Timestamp) -> Int {
        index(of: moment) + (moment.isAligned(toMultipleOf: Self.secondsPerHour) ? 0 : 1)
    }

    /// Missing hours are equal to missing hours.
    public static func == (a: Self, b: Self) -> Bool {
        a.start == b.start && a.count == b.count
            && zip(a.valuesOrNaN, b.valuesOrNaN).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(start)
        hasher.combine(count)
    }
}
