import GridModel

extension RuleSet {
    /// Everything the rules find in the judged stretch, ascending. Looks at each reading a bounded number of times.
    public func findings(in window: ValidationWindow) -> [Finding] {
        var findings: [Finding] = []
        for kind in RuleKind.allCases {
            guard let rule = rules[kind], rule.isEnabled else { continue }
            switch kind {
            case .range: findings += RangeCheck(rule).findings(in: window)
            case .rateOfChange: findings += RateCheck(rule).findings(in: window)
            case .flatline: findings += FlatlineCheck(rule).findings(in: window)
            case .spike: findings += SpikeCheck(rule).findings(in: window)
            case .gap: findings += GapCheck(rule).findings(in: window)
            // Of series of which nothing comes in: `FindSilentSeries`.
            case .silence: continue
            case .timestamp: findings += TimestampCheck(rule).findings(in: window)
            case .interval: findings += IntervalCheck(rule).findings(in: window)
            case .unit: findings += UnitCheck(rule).findings(in: window)
            case .register:
                guard window.quantity.isRegister else { continue }
                findings += RegisterConversion(rule, window).findings
            }
        }
        return findings.sorted { ($0.span.start, $0.kind.rawValue) < ($1.span.start, $1.kind.rawValue) }
    }
}
