import DatabaseTesting
import GridModel
import Testing

@testable import Persistence

@Suite struct BackfilledForecastsMigrationTests {
    @Test func runsStoredADayLateAreMarkedAndOthersAreNot() async throws {
        let temporary = try await TemporaryDatabase()
        try await Migrator(migrations: Array(Migration.all.prefix(1))).migrate(temporary.database)
        let scope = try await temporary.tenant("one")
        let issued = Timestamp(secondsSinceEpoch: 1_767_571_200)
        try await temporary.database.write(scope) { session in
            for (run, late) in [(1, Int64(0)), (2, 3600), (3, 86_400), (4, 30 * 86_400)] {
                try session.connection.run(
                    """
                    INSERT INTO forecast_runs (tenant_id, run_id, issued_at, kind, model_id, created_at)
                    VALUES ($1, $2, $3, 'dayAhead', NULL, $4)
                    """,
                    [
                        session.tenant, run.sql, (issued + Int64(run) * 86_400).sql,
                        (issued + Int64(run) * 86_400 + late).sql,
                    ])
            }
        }
        let second = Migrator(migrations: Array(Migration.all.prefix(2)))
        #expect(try await second.migrate(temporary.database) == ["backfilled forecasts"])
        let marks = try await temporary.database.read(scope) { session in
            try session.connection.rows(
                "SELECT is_backfilled FROM forecast_runs WHERE tenant_id = $1 ORDER BY run_id", [session.tenant]
            ) { $0.bool(0) }
        }
        #expect(marks == [false, false, true, true])
    }
}
