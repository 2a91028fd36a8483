public import GridModel
import Learning

extension AnomalyDetector {
    /// Sets the threshold so that on the held-out days at most one hour per series in
    /// `falseAlarmDays` lies above it; without held-out hours, the training hours serve.
    mutating func calibrate(on prepared: [PreparedSeries]) {
        var scores = prepared.flatMap { self.scores($0.features, $0.key, $0.threshold) }
        if scores.count < 240 { scores += prepared.flatMap { self.scores($0.features, $0.key, $0.training) } }
        scores.sort()
        let allowed = 1 / (24 * description.options.falseAlarmDays)
        description.threshold = Robust.quantile(sorted: scores, max(0, 1 - allowed))
    }

    /// The figures on the last days before `through` of a detector that was not trained on them, with faults
    /// injected from the seed: two detectors see the same faults. Nil when nothing could be judged.
    public func report(
        on series: [DetectionSeries], calendar: CityCalendar, holidays: HolidayCalendar = .none, through: Timestamp,
        heldOutDays: Int, seed: UInt64
    ) -> DetectorReport? {
        let from = series.map(\.values.start).min() ?? through
        let hours = HourlyCalendar(
            covering: TimeSpan(start: min(from, through), end: through), calendar: calendar, holidays: holidays)
        let cut = through - Int64(heldOutDays) * 86_400
        let prepared = series.compactMap { PreparedSeries($0.key, $0.values.before(through), cut: cut, hours: hours) }
        return report(on: prepared, seed: seed)
    }

    /// The figures on the held-out days that did not set the threshold; nil when there are none.
    func report(on prepared: [PreparedSeries], seed: UInt64) -> DetectorReport? {
        var random = RandomSource(seed: SplitMix64.seed(from: seed, 0xFA))
        let clean = prepared.flatMap { scores($0.features, $0.key, $0.report) }
        guard !clean.isEmpty else { return nil }
        var found: [(score: Double, plain: Double, kind: AnomalyKind?)] = []
        for item in prepared {
            guard let first = (item.threshold + item.report).min() else { continue }
            let (features, kinds) = item.faulty(pause: 96..<336, from: first, &random)
            let judged = (item.threshold + item.report).sorted().filter { features.canJudge($0) }
            for (index, score) in zip(judged, scores(features, item.key, judged)) {
                let residual = features.rows[index * ContextFeatures.count]
                found.append((score, Double(abs(residual)), kinds[index]))
            }
        }
        let strange = found.map { $0.kind != nil }
        let all = found.map(\.score)
        let plain = found.map(\.plain)
        guard let roc = RankMetrics.rocAUC(all, isStrange: strange),
            let precision = RankMetrics.averagePrecision(all, isStrange: strange),
            let plainROC = RankMetrics.rocAUC(plain, isStrange: strange),
            let plainPrecision = RankMetrics.averagePrecision(plain, isStrange: strange)
        else { return nil }
        return DetectorReport(
            flaggedPerSeriesDay: 24 * Double(clean.count { $0 > description.threshold }) / Double(clean.count),
            allowedPerSeriesDay: 1 / description.options.falseAlarmDays, scoredHours: clean.count, rocAUC: roc,
            prAUC: precision, baselineRocAUC: plainROC, baselinePrAUC: plainPrecision,
            kinds: AnomalyKind.allCases.compactMap { kind in
                let part = found.filter { $0.kind == nil || $0.kind == kind }
                let isKind = part.map { $0.kind == kind }
                let own = part.filter { $0.kind == kind }
                guard let roc = RankMetrics.rocAUC(part.map(\.score), isStrange: isKind),
                    let precision = RankMetrics.averagePrecision(part.map(\.score), isStrange: isKind)
                else { return nil }
                let recall = Double(own.count { $0.score > description.threshold }) / Double(own.count)
                return .init(kind: kind, rocAUC: roc, prAUC: precision, recallPercent: 100 * recall)
            })
    }
}
