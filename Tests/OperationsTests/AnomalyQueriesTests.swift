import GridModel
import Operations
import Persistence
import Testing

@Suite struct AnomalyQueriesTests {
    let city: SmallCity
    let start: Timestamp
    let anomalies: AnomalyQueries

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T12:00:00Z")
        start = try #require(Timestamp(iso8601: "2026-06-10T00:00:00Z"))
        anomalies = AnomalyQueries(database: city.database, scope: city.scope)
    }

    private func find(_ kind: String, in series: Series, hour: Int64) async throws -> AnomalyID {
        let span = TimeSpan(start: start + hour * 3600, end: start + (hour + 1) * 3600)
        return try await city.database.write(city.scope) { session in
            try AnomalyRepository(session).upsert(
                StoredAnomaly(
                    series: series.id, span: span, kind: kind, score: 9, threshold: 4, actual: 1, expected: 2,
                    expectedLow: 1.5, expectedHigh: 3, reason: "Because.", model: ModelVersionID(1),
                    detectedAt: span.end)
            ).0
        }
    }

    private func ids(
        zone: ZoneID? = nil, series: SeriesID? = nil, shape: AnomalyShape? = nil, from: Timestamp? = nil,
        to: Timestamp? = nil, after: AnomalyPosition? = nil, limit: Int = 10
    ) async throws -> [AnomalyID] {
        let filter = AnomalyFilter(zone: zone, series: series, shape: shape, from: from, to: to)
        return try await anomalies.list(filter, after: after, limit: limit).map(\.id)
    }

    @Test func everyFilterLeavesWhatFitsNewestFirst() async throws {
        let old = try await find("stuck", in: city.meter, hour: 1)
        let spike = try await find("spike", in: city.solar, hour: 2)
        let new = try await find("stuck", in: city.solar, hour: 5)
        #expect(try await ids() == [new, spike, old])
        #expect(try await ids(shape: .stuck) == [new, old])
        #expect(try await ids(shape: .theft) == [])
        #expect(try await ids(series: city.solar.id, shape: .stuck) == [new])
        #expect(try await ids(zone: city.zone, limit: 2) == [new, spike])
        #expect(try await ids(from: start + 2 * 3600, to: start + 5 * 3600) == [spike])
        let last = AnomalyPosition(start: start + 2 * 3600, id: spike)
        #expect(try await ids(after: last) == [old])
        #expect(try await ids(shape: .spike, after: last) == [])
    }

    @Test func oneAnomalyIsFoundByItsNumberWithItsAsset() async throws {
        let first = try await find("stuck", in: city.meter, hour: 1)
        let second = try await find("spike", in: city.solar, hour: 1)
        let found = try #require(try await anomalies.anomaly(second))
        #expect(found.id == second && found.shape == .spike && found.series == city.solar.id)
        #expect(found.assetID == city.solar.subject.id && found.zone == city.zone)
        #expect(try await anomalies.anomaly(first)?.shape == .stuck)
        #expect(try await anomalies.anomaly(AnomalyID(999)) == nil)
    }
}
