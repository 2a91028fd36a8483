public import GridModel

extension AnomalyDetector {
    /// Strange hours at most this far apart are one event.
    static let mostHoursBetween = 3

    /// The anomalies among the hours of the span, oldest first.
    ///
    /// - Parameter span: with `historyHours` of readings before it at hand; an event that began before
    ///   the span is reported from the span's start.
    public func detect(
        _ series: DetectionSeries, over span: TimeSpan, calendar: CityCalendar, holidays: HolidayCalendar = .none
    ) -> [AnomalyEvent] {
        detect(series, over: span, calendar, Self.hours(span, calendar, holidays))
    }

    private func detect(
        _ series: DetectionSeries, over span: TimeSpan, _ calendar: CityCalendar, _ calendarHours: HourlyCalendar
    ) -> [AnomalyEvent] {
        let features = features(series, over: span, calendarHours)
        let indices = indices(of: features, span)
        let hours = score(features, series.key, indices)
        var groups: [[Int]] = []
        for position in hours.indices where hours[position].isAnomalous {
            if let last = groups.last?.last, indices[position] - indices[last] <= Self.mostHoursBetween {
                groups[groups.count - 1].append(position)
            } else {
                groups.append([position])
            }
        }
        return groups.compactMap { group in
            guard let peak = group.max(by: { hours[$0].score < hours[$1].score }), let first = group.first,
                let last = group.last
            else { return nil }
            let verdict = Verdict(features, indices[first]...indices[last], peak: indices[peak])
            let hour = hours[peak]
            return AnomalyEvent(
                seriesKey: series.key,
                span: TimeSpan(
                    start: features.start + Int64(verdict.core.lowerBound) * 3600,
                    end: features.start + Int64(verdict.core.upperBound + 1) * 3600),
                kind: verdict.kind, score: hour.score, threshold: hour.threshold, peakAt: hour.start,
                actual: hour.actual, expected: hour.expected, expectedLow: hour.expectedLow,
                expectedHigh: hour.expectedHigh,
                reason: Reason.sentence(
                    hour, verdict, unit: series.unit, local: calendar.localTime(of: hour.start)),
                isOngoing: verdict.core.upperBound == indices.last)
        }
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
}
