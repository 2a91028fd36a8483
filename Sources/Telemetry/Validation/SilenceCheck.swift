public import GridModel

/// No reading for longer than `hours`, and for three intervals at least.
///
/// Unlike the other rules it looks at no readings but at the time of the last one: nothing follows a meter that stops.
public struct SilenceCheck: Sendable {
    private static let fewestIntervals: Int64 = 3

    /// Infinite when the rule is off.
    let hours: Double

    public init(_ rule: ValidationRule) {
        hours = rule.isEnabled ? rule["hours"] ?? .infinity : .infinity
    }

    /// - Parameter lastStart: of the last interval that has a reading.
    /// - Returns: from the end of that interval to the last one that has ended by now; nil when that is not too long.
    public func finding(lastStart: Timestamp, intervalSeconds: Int64, now: Timestamp) -> Finding? {
        let interval = max(1, intervalSeconds)
        let start = lastStart + interval
        let missing = (now - start) / interval
        guard missing >= Self.fewestIntervals, Double(now - start) > hours * 3600 else { return nil }
        let span = TimeSpan(start: start, end: start + missing * interval)
        return Finding(
            .silence, span, value: Double(missing), limit: hours,
            "No reading since \(start): \(missing) intervals, \(Double(span.seconds) / 3600) hours so far.")
    }
}
