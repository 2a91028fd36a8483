package import GridModel

/// What an anomaly looks like.
package enum AnomalyShape: String, CaseIterable, Sendable {
    case spike
    case dropout
    case stuck
    case shift
    case theft
    case unusual
}

/// Intervals whose behaviour the model does not explain; values in the series' unit.
package struct AnomalyRecord: Hashable, Sendable {
    package let id: AnomalyID
    package let series: SeriesID
    package let seriesName: String
    package let assetKind: SubjectKind
    package let assetID: Int64
    package let assetName: String
    package let zone: ZoneID?
    package let span: TimeSpan
    package let shape: AnomalyShape
    package let score: Double
    package let threshold: Double
    package let actual: Double
    package let expected: Double
    package let expectedLow: Double
    package let expectedHigh: Double
    package let unit: String
    /// A sentence for people.
    package let reason: String
    package let model: ModelVersionID
    package let detectedAt: Timestamp

    package init(
        id: AnomalyID, series: SeriesID, seriesName: String, assetKind: SubjectKind, assetID: Int64, assetName: String,
        zone: ZoneID?, span: TimeSpan, shape: AnomalyShape, score: Double, threshold: Double, actual: Double,
        expected: Double, expectedLow: Double, expectedHigh: Double, unit: String, reason: String,
        model: ModelVersionID, detectedAt: Timestamp
    ) {
        self.id = id
        self.series = series
        self.seriesName = seriesName
        self.assetKind = assetKind
        self.assetID = assetID
        self.assetName = assetName
        self.zone = zone
        self.span = span
        self.shape = shape
        self.score = score
        self.threshold = threshold
        self.actual = actual
        self.expected = expected
        self.expectedLow = expectedLow
        self.expectedHigh = expectedHigh
        self.unit = unit
        self.reason = reason
        self.model = model
        self.detectedAt = detectedAt
    }
}

/// Which anomalies to list; nil takes all. Those that overlap [from, to).
package struct AnomalyFilter: Hashable, Sendable {
    package let zone: ZoneID?
    package let series: SeriesID?
    package let shape: AnomalyShape?
    package let from: Timestamp?
    package let to: Timestamp?

    package init(
        zone: ZoneID?, series: SeriesID?, shape: AnomalyShape? = nil, from: Timestamp?, to: Timestamp?
    ) {
        self.zone = zone
        self.series = series
        self.shape = shape
        self.from = from
        self.to = to
    }
}

/// Where a page of anomalies, newest first, goes on: after this start and id.
package struct AnomalyPosition: Hashable, Sendable {
    package let start: Timestamp
    package let id: AnomalyID

    package init(start: Timestamp, id: AnomalyID) {
        self.start = start
        self.id = id
    }
}
