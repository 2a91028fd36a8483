import DatabaseTesting
import Persistence
import Testing

@Suite(.onlySQLite("It reads SQLite's settings."))
struct SQLiteSettingsTests {
    @Test func everyCommitIsSyncedToTheLog() async throws {
        let temporary = try await TemporaryDatabase()
        let (journal, synchronous) = try await temporary.database.writeUnscoped { connection in
            (
                try connection.firstRow("PRAGMA journal_mode") { $0.text(0) },
                try connection.firstRow("PRAGMA synchronous") { $0.integer(0) }
            )
        }
        #expect(journal == "wal")
        // 2 is FULL: see docs/decisions/008.
        #expect(synchronous == 2)
    }

    @Test func referencesAreHeld() async throws {
        let temporary = try await TemporaryDatabase()
        #expect(
            try await temporary.database.writeUnscoped { try $0.firstRow("PRAGMA foreign_keys") { $0.bool(0) } } == true
        )
    }
}
