package import GridModel

/// The next 24 hours of a zone and how past forecasts did; kW, hourly.
package struct ZoneForecast: Hashable, Sendable {
    package let zone: ZoneID
    /// The latest run issued at or before the moment asked for.
    package let run: ForecastRunDescription?
    package let points: [QuantilePoint]
    package let baselineName: String
    package let baseline: [ValuePoint]
    /// Day-ahead forecasts of hours that have gone, as issued or, where marked, computed afterwards.
    package let past: [PastQuantilePoint]
    package let score: ForecastScore?

    package init(
        zone: ZoneID, run: ForecastRunDescription?, points: [QuantilePoint], baselineName: String,
        baseline: [ValuePoint], past: [PastQuantilePoint], score: ForecastScore?
    ) {
        self.zone = zone
        self.run = run
        self.points = points
        self.baselineName = baselineName
        self.baseline = baseline
        self.past = past
        self.score = score
    }
}

extension ZoneForecast {
    /// Why a run was issued.
    package enum Trigger: String, Sendable {
        case rolling
        case dayAhead
    }
}

/// Who made a forecast, and when.
package struct ForecastRunDescription: Hashable, Sendable {
    package let id: ForecastRunID
    package let issuedAt: Timestamp
    package let model: ModelVersionID?
    package let modelName: String
    package let modelKind: String
    package let version: Int
    package let isFallback: Bool
    package let fallbackReason: String?
    package let trigger: ZoneForecast.Trigger
    /// Whether it was computed after its hours, not issued before them.
    package let isBackfilled: Bool

    package init(
        id: ForecastRunID, issuedAt: Timestamp, model: ModelVersionID?, modelName: String, modelKind: String,
        version: Int, isFallback: Bool, fallbackReason: String?, trigger: ZoneForecast.Trigger,
        isBackfilled: Bool = false
    ) {
        self.id = id
        self.issuedAt = issuedAt
        self.model = model
        self.modelName = modelName
        self.modelKind = modelKind
        self.version = version
        self.isFallback = isFallback
        self.fallbackReason = fallbackReason
        self.trigger = trigger
        self.isBackfilled = isBackfilled
    }
}

/// Three quantiles of an hour's mean net load, kW.
package struct QuantilePoint: Hashable, Sendable {
    package let start: Timestamp
    package let p10: Double
    package let p50: Double
    package let p90: Double

    package init(start: Timestamp, p10: Double, p50: Double, p90: Double) {
        self.start = start
        self.p10 = p10
        self.p50 = p50
        self.p90 = p90
    }
}

/// A forecast of an hour that has gone: when it was issued, or for which moment it was computed afterwards.
package struct PastQuantilePoint: Hashable, Sendable {
    package let quantiles: QuantilePoint
    package let issuedAt: Timestamp
    package let isBackfilled: Bool

    package init(quantiles: QuantilePoint, issuedAt: Timestamp, isBackfilled: Bool = false) {
        self.quantiles = quantiles
        self.issuedAt = issuedAt
        self.isBackfilled = isBackfilled
    }
}

/// An hour's mean, kW.
package struct ValuePoint: Hashable, Sendable {
    package let start: Timestamp
    package let value: Double

    package init(start: Timestamp, value: Double) {
        self.start = start
        self.value = value
    }
}

/// How the past forecasts did over the hours that have readings; errors in kW.
package struct ForecastScore: Hashable, Sendable {
    package let windowHours: Int
    package let scoredHours: Int
    package let mae: Double
    package let nmaePercent: Double
    package let coverage80Percent: Double
    /// Nil when the baseline has no value in any of the hours.
    package let baselineMAE: Double?
    /// 100 · (1 − mae ÷ baselineMAE).
    package let skillPercent: Double?

    package init(
        windowHours: Int, scoredHours: Int, mae: Double, nmaePercent: Double, coverage80Percent: Double,
        baselineMAE: Double?, skillPercent: Double?
    ) {
        self.windowHours = windowHours
        self.scoredHours = scoredHours
        self.mae = mae
        self.nmaePercent = nmaePercent
        self.coverage80Percent = coverage80Percent
        self.baselineMAE = baselineMAE
        self.skillPercent = skillPercent
    }
}
