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
            let found = try AnomalyRepository(session).list(
                zone: filter.zone, series: filter.series, kind: filter.shape?.rawValue, from: filter.from,
                to: filter.to, after: after.map { ($0.start, $0.id) }, limit: limit)
            return try Self.records(found.map { ($0.id, $0.anomaly) }, session)
        }
    }

    package func anomaly(_ id: AnomalyID) async throws -> AnomalyRecord? {
        try await database.read(scope) { session in
            let found = try AnomalyRepository(session).list(id: id, limit: 1)
            return try Self.records(found.map { ($0.id, $0.anomaly) }, session).first
        }
    }

    private static func records(
        _ found: [(AnomalyID, StoredAnomaly)], _ session: TenantSession
    ) throws -> [AnomalyRecord] {
        let names = try SubjectNames(session)
        return try found.compactMap { id, anomaly in
            guard let series = try SeriesRepository(session).series(anomaly.series) else { return nil }
            return record(id, anomaly, series, names)
        }
    }

    private static func record(
        _ id: AnomalyID, _ anomaly: StoredAnomaly, _ series: Series, _ names: SubjectNames
    ) -> AnomalyRecord {
        AnomalyRecord(
            id: id, series: series.id, seriesName: series.name, assetKind: series.subject.kind,
            assetID: series.subject.id, assetName: names.name(of: series.subject), zone: series.zone,
            span: anomaly.span, shape: AnomalyShape(rawValue: anomaly.kind) ?? .unusual, score: anomaly.score,
            threshold: anomaly.threshold, actual: anomaly.actual, expected: anomaly.expected,
            expectedLow: anomaly.expectedLow, expectedHigh: anomaly.expectedHigh, unit: series.quantity.unit,
            reason: anomaly.reason, model: anomaly.model, detectedAt: anomaly.detectedAt)
    }
}
