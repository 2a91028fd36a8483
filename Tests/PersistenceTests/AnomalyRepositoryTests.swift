import DatabaseTesting
import GridModel
import Persistence
import Testing

@Suite struct AnomalyRepositoryTests {
    let temporary: TemporaryDatabase
    let scope: TenantScope
    let series: SeriesID
    static let start = Timestamp(secondsSinceEpoch: 1_767_571_200)

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("one")
        series = try await temporary.database.write(scope) {
            try SeriesRepository($0).insert(
                externalName: "m", name: "m", subject: .asset(.loadPoint, AssetID(1)), zone: nil,
                quantity: .activeEnergyImport, intervalSeconds: 3600, isDerived: false
            ).id
        }
    }

    private func finding(_ from: Int64, _ to: Int64, kind: String = "spike", detectedAt: Int64) -> StoredAnomaly {
        StoredAnomaly(
            series: series, span: TimeSpan(start: Self.start + from * 3600, end: Self.start + to * 3600), kind: kind,
            score: 6, threshold: 5, actual: 9, expected: 3, expectedLow: 2, expectedHigh: 4, reason: "r",
            model: ModelVersionID(1), detectedAt: Self.start + detectedAt * 3600)
    }

    private func store(_ anomaly: StoredAnomaly) async throws -> (AnomalyID, isNew: Bool) {
        try await temporary.database.write(scope) { try AnomalyRepository($0).upsert(anomaly) }
    }

    private func all() async throws -> [StoredAnomaly] {
        try await temporary.database.read(scope) { session in
            try AnomalyRepository(session).list(limit: 100).map(\.anomaly)
        }
    }

    @Test func aFindingThatOverlapsAnEarlierOneGrowsItAndKeepsItsNumberAndMoment() async throws {
        let first = try await store(finding(10, 12, detectedAt: 13))
        let second = try await store(finding(8, 30, kind: "shift", detectedAt: 31))
        #expect(first.isNew && !second.isNew && first.0 == second.0)
        let found = try await all()
        #expect(found.map(\.kind) == ["shift"])
        #expect(found.first?.span.start == Self.start + 8 * 3600)
        #expect(found.first?.detectedAt == Self.start + 13 * 3600)
    }

    @Test func countsWhatWasGoingOnSinceAMomentNotOnlyWhatBeganSince() async throws {
        let counted = try await temporary.database.write(scope) { session in
            let zone = ZoneID(4)
            let meter = try SeriesRepository(session).insert(
                externalName: "z", name: "z", subject: .asset(.loadPoint, AssetID(2)), zone: zone,
                quantity: .activeEnergyImport, intervalSeconds: 3600, isDerived: false)
            for (from, to) in [(0, 10), (11, 100), (120, 130)] as [(Int64, Int64)] {
                let found = finding(from, to, detectedAt: to)
                try AnomalyRepository(session).upsert(
                    StoredAnomaly(
                        series: meter.id, span: found.span, kind: found.kind, score: 6, threshold: 5, actual: 9,
                        expected: 3, expectedLow: 2, expectedHigh: 4, reason: "r", model: found.model,
                        detectedAt: found.detectedAt))
            }
            return try AnomalyRepository(session).countByZone(since: Self.start + 50 * 3600)[zone]
        }
        #expect(counted == 2)
    }

    @Test func aFindingThatOnlyTouchesIsAnother() async throws {
        let first = try await store(finding(10, 12, detectedAt: 13))
        let second = try await store(finding(12, 14, detectedAt: 15))
        #expect(second.isNew && first.0 != second.0)
        #expect(try await all().count == 2)
    }

    @Test func twoThatOneLaterCoversBecomeOne() async throws {
        let first = try await store(finding(10, 12, detectedAt: 13))
        _ = try await store(finding(20, 22, detectedAt: 23))
        let joined = try await store(finding(9, 40, kind: "theft", detectedAt: 41))
        #expect(joined.0 == first.0 && !joined.isNew)
        #expect(try await all().map(\.kind) == ["theft"])
    }

    @Test func tellsWhereAFindingThatMayGoOnBegan() async throws {
        _ = try await store(finding(10, 12, detectedAt: 13))
        _ = try await store(finding(20, 44, detectedAt: 45))
        let series = series
        func began(after hour: Int64) async throws -> Timestamp? {
            try await temporary.database.read(scope) {
                try AnomalyRepository($0).firstStart(of: series, endingAfter: Self.start + hour * 3600)
            }
        }
        #expect(try await began(after: 11) == Self.start + 10 * 3600)
        #expect(try await began(after: 12) == Self.start + 20 * 3600)
        #expect(try await began(after: 44) == nil)
    }
}
