import GridModel

/// Intervals without a reading between two that have one, for more than `hours`.
///
/// What lies before a series' first reading or after its last is no gap: nothing says that it ended.
struct GapCheck {
    let hours: Double

    init(_ rule: ValidationRule) {
        hours = rule["hours"] ?? .infinity
    }

    func findings(in window: ValidationWindow) -> [Finding] {
        let starts = window.block.starts
        var before = window.previous?.start
        return starts.compactMap { start in
            defer { before = start }
            guard let last = before else { return nil }
            let gap = TimeSpan(start: last + window.intervalSeconds, end: start)
            guard !gap.intersection(window.judged).isEmpty || gap.end == window.judged.start,
                Double(gap.seconds) > hours * 3600, !gap.isEmpty
            else { return nil }
            let missing = gap.seconds / window.intervalSeconds
            return Finding(
                .gap, gap, value: Double(missing), limit: hours,
                "\(missing) intervals without a reading: \(Double(gap.seconds) / 3600) hours.")
        }
    }
}

/// Readings of longer ago than `oldestDays`, or of after now: a meter or gateway whose clock was wrong.
struct TimestampCheck {
    /// As `ReadingValidator` has it.
    private static let futureToleranceSeconds: Int64 = 300

    let oldestDays: Double

    init(_ rule: ValidationRule) {
        oldestDays = rule["oldestDays"] ?? .infinity
    }

    func findings(in window: ValidationWindow) -> [Finding] {
        let oldest = window.now - Int64(min(oldestDays, 1_000_000) * 86_400)
        let latest = window.now + Self.futureToleranceSeconds
        let starts = window.block.starts
        func finding(_ kind: FindingKind, _ indices: [Int], _ detail: FindingText) -> [Finding] {
            guard let first = indices.first, let last = indices.last else { return [] }
            return [
                Finding(kind, window.span(first, last), value: Double(indices.count), "\(indices.count) \(detail)")
            ]
        }
        return finding(
            .ancientTimestamp, starts.indices.filter { window.isJudged($0) && starts[$0] < oldest },
            "readings of more than \(oldestDays) days ago.")
            + finding(
                .futureTimestamp,
                starts.indices.filter { window.isJudged($0) && starts[$0] + window.intervalSeconds > latest },
                "readings of intervals that have not ended.")
    }
}

/// At least `count` readings, nine in ten of which come at one distance that is longer than the series' interval:
/// an hourly meter in a series of quarter-hours. An hour's energy there counts as a quarter-hour's.
struct IntervalCheck {
    let count: Int

    init(_ rule: ValidationRule) {
        count = Int(rule["count"] ?? 24)
    }

    func findings(in window: ValidationWindow) -> [Finding] {
        let judged = window.block.starts.indices.filter { window.isJudged($0) }
        guard let first = judged.first, let last = judged.last, judged.count >= max(2, count) else { return [] }
        let starts = window.block.starts
        var distances: [Int64: Int] = [:]
        for (a, b) in zip(judged, judged.dropFirst()) { distances[starts[b] - starts[a], default: 0] += 1 }
        guard let usual = distances.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
            usual.key > window.intervalSeconds, usual.value * 10 >= (judged.count - 1) * 9
        else { return [] }
        return [
            Finding(
                .intervalMismatch, window.span(first, last), value: Double(usual.key),
                limit: Double(window.intervalSeconds),
                "Readings come every \(usual.key) s, where the series' interval is \(window.intervalSeconds) s.")
        ]
    }
}
