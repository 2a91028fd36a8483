package import GridModel
package import Persistence

/// What looks wrong.
package struct AnomalyQueries: Sendable {
    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    /// Newest first.
    package func list(_ filter: AnomalyFilter, after: AnomalyPosition?, limit: Int) async throws -> [AnomalyRecord] {
        try await database.read(scope) { session in
            try AnomalyRepository(session).list(
                zone: filter.zone, series: filter.series, kind: filter.shape?.rawValue, from: filter.from,
                to: filter.to, after: after.map { ($0.start, $0.id) }, limit: limit
            ).map(Self.record)
        }
    }

    package func anomaly(_ id: AnomalyID) async throws -> AnomalyRecord? {
        try await database.read(scope) { try AnomalyRepository($0).anomaly(id).map(Self.record) }
    }

    private static func record(_ found: DescribedAnomaly) throws -> AnomalyRecord {
        let (anomaly, series) = (found.anomaly, found.series)
        return AnomalyRecord(
            id: found.id, series: series.id, seriesName: series.name, assetKind: series.subject.kind,
            assetID: series.subject.id, assetName: series.subject.shown(found.subjectName), zone: series.zone,
            span: anomaly.span, shape: try AnomalyShape(stored: anomaly.kind), score: anomaly.score,
            threshold: anomaly.threshold, actual: anomaly.actual, expected: anomaly.expected,
            expectedLow: anomaly.expectedLow, expectedHigh: anomaly.expectedHigh, unit: series.quantity.unit,
            reason: anomaly.reason, model: anomaly.model, detectedAt: anomaly.detectedAt)
    }
}
