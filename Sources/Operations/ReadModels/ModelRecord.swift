package import GridModel

/// Whether a model version is in service.
package enum ModelStatus: String, CaseIterable, Sendable {
    case candidate
    case champion
    case retired
}

/// A trained model version: where it comes from and how it did on held-out data.
package struct ModelRecord: Hashable, Sendable {
    package let id: ModelVersionID
    /// `forecast.lstm` or `anomaly.autoencoder`.
    package let kind: String
    package let name: String
    package let version: Int
    package let status: ModelStatus
    package let createdAt: Timestamp
    package let trained: TimeSpan
    package let heldOut: TimeSpan
    package let dataHash: String
    package let codeVersion: String
    package let seed: Int64
    package let parameterCount: Int
    package let trainingSeconds: Double
    package let lossCurve: [LossPoint]
    package let scores: [ModelScore]
    package let perZone: [ZoneModelScore]
    /// Why it was put in service or not: a sentence; nil where none was recorded.
    package let statusReason: String?
    /// Whether the seasonal naive, or the plain distance from the usual, did better on the held-out hours.
    package let losesToBaseline: Bool

    package init(
        id: ModelVersionID, kind: String, name: String, version: Int, status: ModelStatus, createdAt: Timestamp,
        trained: TimeSpan, heldOut: TimeSpan, dataHash: String, codeVersion: String, seed: Int64, parameterCount: Int,
        trainingSeconds: Double, lossCurve: [LossPoint], scores: [ModelScore], perZone: [ZoneModelScore],
        statusReason: String? = nil, losesToBaseline: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.version = version
        self.status = status
        self.createdAt = createdAt
        self.trained = trained
        self.heldOut = heldOut
        self.dataHash = dataHash
        self.codeVersion = codeVersion
        self.seed = seed
        self.parameterCount = parameterCount
        self.trainingSeconds = trainingSeconds
        self.lossCurve = lossCurve
        self.scores = scores
        self.perZone = perZone
        self.statusReason = statusReason
        self.losesToBaseline = losesToBaseline
    }
}

/// The loss after an epoch.
package struct LossPoint: Hashable, Sendable {
    package let epoch: Int
    package let training: Double
    package let validation: Double?

    package init(epoch: Int, training: Double, validation: Double?) {
        self.epoch = epoch
        self.training = training
        self.validation = validation
    }
}

extension ModelScore {
    /// Which way a figure improves.
    package enum Direction: String, Sendable {
        case lower
        case higher
        case closer
    }
}

/// One figure measured on held-out data, next to the baseline's.
package struct ModelScore: Hashable, Sendable {
    package let name: String
    package let unit: String
    package let model: Double
    package let baseline: Double?
    package let baselineName: String?
    package let betterIs: Direction
    package let target: Double?

    package init(
        name: String, unit: String, model: Double, baseline: Double?, baselineName: String?, betterIs: Direction,
        target: Double?
    ) {
        self.name = name
        self.unit = unit
        self.model = model
        self.baseline = baseline
        self.baselineName = baselineName
        self.betterIs = betterIs
        self.target = target
    }
}

/// A forecast model's figures for one zone; errors in kW.
package struct ZoneModelScore: Hashable, Sendable {
    package let zone: ZoneID
    package let mae: Double
    package let nmaePercent: Double
    package let baselineMAE: Double?
    package let baselineNMAEPercent: Double?
    package let coverage80Percent: Double

    package init(
        zone: ZoneID, mae: Double, nmaePercent: Double, baselineMAE: Double?, baselineNMAEPercent: Double?,
        coverage80Percent: Double
    ) {
        self.zone = zone
        self.mae = mae
        self.nmaePercent = nmaePercent
        self.baselineMAE = baselineMAE
        self.baselineNMAEPercent = baselineNMAEPercent
        self.coverage80Percent = coverage80Percent
    }
}
