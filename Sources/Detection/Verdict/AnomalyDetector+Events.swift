public import GridModel

extension AnomalyDetector {
    /// Strange hours at most this far apart are one event.
    static let mostHoursBetween = 3
    /// Lasting changes of the level to the same side at most this far apart are one event: a night in which
    /// a theft hardly shows does not end it.
    static let mostHoursBetweenLasting = 24

    /// The anomalies among the hours of the span, oldest first.
    ///
    /// A lasting change is reported from the hour it began, which can lie before the span.
    /// - Parameters:
    ///   - span: with `historyHours` of readings before it at hand
    ///   - calendar: that people lived by
    ///   - clock: that sentences tell the hour by; nil: that of `calendar`.
    public func detect(
        _ series: DetectionSeries, over span: TimeSpan, calendar: CityCalendar, holidays: HolidayCalendar = .none,
        toldBy clock: CityCalendar? = nil
    ) -> [AnomalyEvent] {
        detect(series, over: span, clock ?? calendar, Self.hours(span, calendar, holidays))
    }

    /// The anomalies of many series by key; series without any are left out.
    public func detect(
        _ series: [DetectionSeries], over span: TimeSpan, calendar: CityCalendar, holidays: HolidayCalendar = .none
    ) -> [String: [AnomalyEvent]] {
        var found: [String: [AnomalyEvent]] = [:]
        let hours = Self.hours(span, calendar, holidays)
        for one in series {
            let events = detect(one, over: span, calendar, hours)
            if !events.isEmpty { found[one.key] = events }
        }
        return found
    }

    private func detect(
        _ series: DetectionSeries, over span: TimeSpan, _ clock: CityCalendar, _ calendarHours: HourlyCalendar
    ) -> [AnomalyEvent] {
        let features = features(series, over: span, calendarHours)
        let indices = indices(of: features, span)
        let hours = score(features, series.key, indices)
        return Self.findings(features, indices, hours.map(\.score), threshold: description.threshold).map { finding in
            let verdict = finding.verdict
            let hour = Self.hour(verdict.peak, features, score: finding.score, threshold: description.threshold)
            return AnomalyEvent(
                seriesKey: series.key,
                span: TimeSpan(
                    start: features.start + Int64(verdict.core.lowerBound) * 3600,
                    end: features.start + Int64(verdict.core.upperBound + 1) * 3600),
                kind: verdict.kind, score: hour.score, threshold: hour.threshold, peakAt: hour.start,
                actual: hour.actual, expected: hour.expected, expectedLow: hour.expectedLow,
                expectedHigh: hour.expectedHigh,
                reason: Reason.sentence(
                    hour, verdict, unit: series.unit, local: clock.localTime(of: hour.start)),
                isOngoing: verdict.core.upperBound == indices.last)
        }
    }

    /// Strange hours joined to findings, each with its kind; lasting ones of the same side joined further.
    private static func findings(
        _ features: ContextFeatures, _ indices: [Int], _ scores: [Double], threshold: Double
    ) -> [Finding] {
        var groups: [Finding.Strange] = []
        for (index, score) in zip(indices, scores) where score > threshold {
            let one = Finding.Strange(range: index...index, strangest: index, score: score)
            if let last = groups.last, index - last.range.upperBound <= mostHoursBetween {
                groups[groups.count - 1] = last.joined(one)
            } else {
                groups.append(one)
            }
        }
        var findings: [Finding] = []
        for group in groups {
            var finding = Finding(features, group)
            while let last = findings.last, last.isOne(with: finding) {
                finding = Finding(features, last.strange.joined(finding.strange))
                findings.removeLast()
            }
            findings.append(finding)
        }
        return findings
    }

    private static func hour(
        _ index: Int, _ features: ContextFeatures, score: Double, threshold: Double
    ) -> ScoredHour {
        let (median, spread) = (features.usual.median[index], features.usual.spread[index])
        return ScoredHour(
            start: features.start + Int64(index) * 3600, score: score, threshold: threshold,
            actual: features.values[index], expected: median,
            expectedLow: max(0, median - ScoredHour.bandSpreads * spread),
            expectedHigh: median + ScoredHour.bandSpreads * spread)
    }
}

/// Strange hours that belong together, and what they are.
private struct Finding {
    struct Strange {
        let range: ClosedRange<Int>
        let strangest: Int
        let score: Double

        func joined(_ later: Strange) -> Strange {
            let lower = min(range.lowerBound, later.range.lowerBound)
            let upper = max(range.upperBound, later.range.upperBound)
            return Strange(
                range: lower...upper, strangest: score >= later.score ? strangest : later.strangest,
                score: max(score, later.score))
        }
    }

    let strange: Strange
    let verdict: Verdict
    var score: Double { strange.score }

    init(_ features: ContextFeatures, _ strange: Strange) {
        self.strange = strange
        verdict = Verdict(features, strange.range, strangest: strange.strangest)
    }

    /// Whether a later finding tells of the same thing: its hours overlap, or both are of one lasting change.
    func isOne(with later: Finding) -> Bool {
        let gap = later.verdict.core.lowerBound - verdict.core.upperBound
        if gap <= 0 { return true }
        return verdict.isLasting && later.verdict.isLasting && verdict.isAbove == later.verdict.isAbove
            && gap <= AnomalyDetector.mostHoursBetweenLasting
    }
}
