import DatabaseTesting
import Persistence
import Testing

/// Transactions that read, over and over on the same few connections: how one ends must not show in the next.
struct ReadingTests {
    private struct Enough: Error {}

    @Test(arguments: TestEngine.available)
    func aStatementAmongTheRowsOfTheFirstReadsTheSameState(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        try await tally.database.writeUnscoped { _ = try $0.run("INSERT INTO tally (n) VALUES (1), (2), (3)") }
        for _ in 0..<20 {
            let sums = try await tally.database.readUnscoped { connection in
                var sums: [Int] = []
                try connection.forEachRow("SELECT n FROM tally ORDER BY n", []) { row in
                    let sum = try connection.firstRow("SELECT CAST(SUM(n) AS BIGINT) FROM tally") { $0.int(0) } ?? 0
                    sums.append(sum * 10 + row.int(0))
                }
                return sums
            }
            #expect(sums == [60, 61, 62, 63])
        }
    }

    @Test(arguments: TestEngine.available)
    func whoeverStopsAmongTheRowsLeavesNothingOfThemBehind(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        try await tally.database.writeUnscoped { _ = try $0.run("INSERT INTO tally (n) VALUES (1), (2), (3)") }
        for _ in 0..<20 {
            await #expect(throws: Enough.self) {
                try await tally.database.readUnscoped { connection in
                    try connection.forEachRow("SELECT n FROM tally ORDER BY n DESC", []) { _ in throw Enough() }
                }
            }
            let count = try await tally.database.readUnscoped { connection in
                try connection.firstRow("SELECT COUNT(*) FROM tally") { $0.int(0) }
            }
            #expect(count == 4)
        }
    }

    @Test(arguments: TestEngine.available)
    func aReadThatAsksNothingOrAsksWronglyHarmsNoOther(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        for _ in 0..<20 {
            try await tally.database.readUnscoped { _ in }
            await #expect(throws: DatabaseError.self) {
                try await tally.database.readUnscoped { try $0.firstRow("SELECT n FROM no_such_table") { $0.int(0) } }
            }
            #expect(try await tally.value() == 0)
        }
    }

    /// It is prepared and goes wrong only when it runs, as the first of its transaction.
    @Test(arguments: TestEngine.available.filter { $0 == .postgres })
    func aFirstStatementThatFailsAsItRunsFailsItsTransactionAlone(engine: TestEngine) async throws {
        let tally = try await Tally(engine)
        for _ in 0..<20 {
            let error = try await #require(throws: DatabaseError.self) {
                try await tally.database.readUnscoped { try $0.firstRow("SELECT 1 / n FROM tally") { $0.int(0) } }
            }
            #expect(error.kind == .invalidValue)
            #expect(try await tally.value() == 0)
        }
    }
}
