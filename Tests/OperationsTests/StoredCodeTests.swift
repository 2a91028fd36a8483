import GridModel
import Operations
import Persistence
import Testing

@Suite struct StoredCodeTests {
    @Test func aQualityNobodyKnowsIsNotTakenForMeasured() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5])
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [6])
        try await city.database.writeUnscoped {
            _ = try $0.run("UPDATE reading_blocks SET last_quality = 77")
            _ = try $0.run("UPDATE reading_revisions SET old_quality = 300")
        }
        let meter = city.meter.id
        let span = TimeSpan(start: city.clock.now - 86_400, end: city.clock.now)
        for read in [
            { _ = try ReadingBlockRepository($0).latest(of: meter) },
            { _ = try RevisionRepository($0).revisions(of: meter, from: span.start, to: span.end, limit: 10) },
        ] as [@Sendable (TenantSession) throws -> Void] {
            let error = await #expect(throws: DatabaseError.self) { try await city.database.read(city.scope, read) }
            #expect(error?.kind == .corrupt)
        }
    }

    @Test func anAnomalyOfAnUnknownKindIsNotShownAsUnusual() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        let span = TimeSpan(start: city.clock.now - 7200, end: city.clock.now)
        let anomaly = StoredAnomaly(
            series: city.meter.id, span: span, kind: "of a later program", score: 1, threshold: 1, actual: 1,
            expected: 1, expectedLow: 1, expectedHigh: 1, reason: "", model: ModelVersionID(1), detectedAt: span.end)
        try await city.database.write(city.scope) { _ = try AnomalyRepository($0).upsert(anomaly) }
        let filter = AnomalyFilter(zone: nil, series: nil, from: nil, to: nil)
        let error = await #expect(throws: DatabaseError.self) {
            try await AnomalyQueries(database: city.database, scope: city.scope).list(filter, after: nil, limit: 10)
        }
        #expect(error?.kind == .corrupt)
    }
}
