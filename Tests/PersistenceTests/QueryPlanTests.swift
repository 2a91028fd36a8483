import DatabaseTesting
import GridModel
import Persistence
import Testing

/// How SQLite means to run what the repositories ask: by the index that gives just the rows wanted.
@Suite(.onlySQLite("It reads SQLite's query plans."))
struct QueryPlanTests {
    let temporary: TemporaryDatabase
    let scope: TenantScope
    let moment = Timestamp(secondsSinceEpoch: 1_767_571_200)

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("one")
    }

    @Test func theLatestForecastIsFoundByItsIssueTime() async throws {
        let moment = moment
        let plan = try await plan { try _ = ForecastRepository($0).latestRun(of: SeriesID(1), at: moment) }
        #expect(plan.contains("forecast_runs_by_issue (tenant_id=? AND issued_at<?)"), "\(plan)")
        #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
    }

    @Test func seriesOfAZoneAreFoundByTheirZone() async throws {
        let plan = try await plan { try _ = SeriesRepository($0).described(zone: ZoneID(1), limit: 10) }
        #expect(plan.contains("series_by_zone (tenant_id=? AND zone_id=?"), "\(plan)")
        #expect(!plan.contains("TEMP B-TREE") && !plan.contains("reading_blocks"), "\(plan)")
    }

    @Test func seriesOfAnAssetAreFoundByTheAsset() async throws {
        let plan = try await plan {
            try _ = SeriesRepository($0).list(subjectKind: .zone, subjectID: 3, quantity: .netLoad, isDerived: true)
        }
        #expect(plan.contains("series_by_subject (tenant_id=? AND subject_kind=? AND subject_id=?"), "\(plan)")
    }

    @Test func anAnomalyIsFoundByItsNumber() async throws {
        let plan = try await plan { try _ = AnomalyRepository($0).anomaly(AnomalyID(1)) }
        #expect(plan.contains("anomalies_1 (tenant_id=? AND anomaly_id=?)"), "\(plan)")
    }

    @Test func aPageOfAnomaliesIsReadInOrderFromItsPlace() async throws {
        let moment = moment
        let plan = try await plan {
            try _ = AnomalyRepository($0).list(after: (moment, AnomalyID(9)), limit: 100)
        }
        #expect(plan.contains("anomalies_by_start (tenant_id=? AND start<?)"), "\(plan)")
        #expect(!plan.contains("TEMP B-TREE"), "\(plan)")
    }

    @Test func theCitysLoadReadsTheHoursOfItsSpanOnly() async throws {
        let span = TimeSpan(start: moment, end: moment + 7 * 86_400)
        let plan = try await plan { try AreaRollupRepository($0).forEachZoneSum(in: span) { _, _, _, _ in } }
        #expect(
            plan.contains("(tenant_id=? AND area_kind=? AND area_id=? AND hour_start>? AND hour_start<?)"), "\(plan)")
    }

    @Test func howMuchThereIsTouchesNoBlock() async throws {
        let plan = try await plan {
            let blocks = ReadingBlockRepository($0)
            _ = (try blocks.totalCount(), try blocks.latestStart(), try blocks.extent(of: SeriesID(1)))
        }
        #expect(plan.contains("series_extents"))
        #expect(!plan.contains("reading_blocks"), "\(plan)")
    }

    private func plan(_ body: @escaping @Sendable (TenantSession) throws -> Void) async throws -> String {
        try await temporary.database.read(scope) { session in
            let explaining = ExplainingConnection(session.connection)
            try body(TenantSession(connection: explaining, scope: session.scope))
            return explaining.plan.joined(separator: "\n")
        }
    }
}

/// Notes the plan of every query that passes.
private final class ExplainingConnection: SQLConnection {
    private let inner: any SQLConnection
    private(set) var plan: [String] = []

    init(_ inner: any SQLConnection) {
        self.inner = inner
    }

    var dialect: Dialect { inner.dialect }

    func run(_ sql: SQL, _ arguments: [SQLValue]) throws -> Int { try inner.run(sql, arguments) }

    func runMany(_ sql: SQL, _ rows: [[SQLValue]]) throws -> Int { try inner.runMany(sql, rows) }

    func notify(_ channel: DatabaseChannel) throws { try inner.notify(channel) }

    func forEachRow(_ sql: SQL, _ arguments: [SQLValue], _ visit: (any SQLRow) throws -> Void) throws {
        plan += try inner.rows("EXPLAIN QUERY PLAN " + sql, arguments) { $0.text(3) }
        try inner.forEachRow(sql, arguments, visit)
    }
}
