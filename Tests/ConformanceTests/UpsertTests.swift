import DatabaseTesting
import Persistence
import Testing

@Suite struct UpsertTests {
    @Test(arguments: TestEngine.available)
    func anUpsertInsertsThenChangesAndReturnsTheRowAsItIsThen(engine: TestEngine) async throws {
        let temporary = try await counters(engine)
        let returned = try await temporary.database.writeUnscoped { connection in
            try [("a", 1), ("b", 5), ("a", 10)].map { name, n in
                try connection.firstRow(
                    """
                    INSERT INTO counters (name, n) VALUES ($1, $2)
                    ON CONFLICT (name) DO UPDATE SET n = counters.n + excluded.n RETURNING name, n
                    """, [name.sql, n.sql]
                ) { "\($0.text(0)) \($0.int(1))" }
            }
        }
        #expect(returned == ["a 1", "b 5", "a 11"])
        #expect(try await all(temporary) == ["a 11", "b 5"])
    }

    @Test(arguments: TestEngine.available) func doNothingLeavesTheRowAndReturnsNone(engine: TestEngine) async throws {
        let temporary = try await counters(engine)
        let outcomes = try await temporary.database.writeUnscoped { connection in
            try (1...2).map { n in
                try connection.run(
                    "INSERT INTO counters (name, n) VALUES ('a', $1) ON CONFLICT (name) DO NOTHING", [n.sql])
            }
        }
        #expect(outcomes == [1, 0])
        let returned = try await temporary.database.writeUnscoped { connection in
            try connection.rows(
                "INSERT INTO counters (name, n) VALUES ('a', 9) ON CONFLICT (name) DO NOTHING RETURNING n"
            ) { $0.int(0) }
        }
        #expect(returned == [])
        #expect(try await all(temporary) == ["a 1"])
    }

    @Test(arguments: TestEngine.available) func anUpsertWithAConditionChangesOnlyWhatMeetsIt(engine: TestEngine)
        async throws
    {
        let temporary = try await counters(engine)
        let changed = try await temporary.database.writeUnscoped { connection in
            try [5, 3, 8].map { n in
                try connection.run(
                    """
                    INSERT INTO counters (name, n) VALUES ('most', $1)
                    ON CONFLICT (name) DO UPDATE SET n = excluded.n WHERE excluded.n > counters.n
                    """, [n.sql])
            }
        }
        #expect(changed == [1, 0, 1])
        #expect(try await all(temporary) == ["most 8"])
    }

    @Test(arguments: TestEngine.available) func returningGivesEveryRowThatWasChanged(engine: TestEngine) async throws {
        let temporary = try await counters(engine)
        let returned = try await temporary.database.writeUnscoped { connection in
            try connection.run("INSERT INTO counters (name, n) VALUES ('a', 1), ('b', 2), ('c', 3)")
            return try connection.rows("UPDATE counters SET n = n * 10 WHERE n > 1 RETURNING n") { $0.int(0) }
        }
        #expect(returned.sorted() == [20, 30])
    }

    /// A job that is enqueued under a key that is taken relies on it.
    @Test(arguments: TestEngine.available) func aPartialUniqueIndexHoldsOnlyTheRowsItIsFor(engine: TestEngine)
        async throws
    {
        let temporary = try await TemporaryDatabase(engine)
        let inserted = try await temporary.database.writeUnscoped { connection in
            try connection.run("CREATE TABLE alerts (id BIGINT PRIMARY KEY, asset BIGINT, is_active BIGINT NOT NULL)")
            try connection.run("CREATE UNIQUE INDEX one_active ON alerts (asset) WHERE is_active = 1")
            return try [(1, 0), (2, 1), (3, 0), (4, 1)].map { id, isActive in
                try connection.run(
                    """
                    INSERT INTO alerts (id, asset, is_active) VALUES ($1, 7, $2)
                    ON CONFLICT (asset) WHERE is_active = 1 DO NOTHING
                    """, [id.sql, isActive.sql])
            }
        }
        #expect(inserted == [1, 1, 1, 0])
    }

    /// Few go one by one, many by PostgreSQL's COPY: what is stored is the same.
    @Test(arguments: TestEngine.available, [0, 1, 127, 128, 5000])
    func manyRowsAreAddedOrReplaced(engine: TestEngine, count: Int) async throws {
        let temporary = try await measurements(engine)
        for round in 1...2 {
            try await temporary.database.writeUnscoped {
                try $0.upsert((0..<count).map { Self.measurement($0, round: round) }, into: Self.measurements)
            }
        }
        try await temporary.database.writeUnscoped {
            // Half of them once more, among as many new ones.
            try $0.upsert(
                (count / 2..<count + count / 2).map { Self.measurement($0, round: 3) }, into: Self.measurements)
        }
        let rounds = try await temporary.database.readUnscoped {
            try $0.rows("SELECT id, n FROM measurements ORDER BY id") { [$0.int(0), $0.int(1)] }
        }
        #expect(rounds == (0..<count + count / 2).map { [$0, $0 < count / 2 ? 2 : 3] })
    }

    @Test(arguments: TestEngine.available, [1, 200])
    func extremesComeBackFromManyRowsAsTheyDoFromOne(engine: TestEngine, count: Int) async throws {
        let temporary = try await measurements(engine)
        let real = [Double.leastNonzeroMagnitude, -.greatestFiniteMagnitude, .infinity, .nan]
        let text = ["", "\\N", "\\.", "Zażółć\t東京\n⚡️", "NULL"]
        let bytes: [[UInt8]] = [[], [0, 255, 0], Array(repeating: 9, count: 300_000)]
        try await temporary.database.writeUnscoped {
            try $0.upsert(
                (0..<count).map { row in
                    [
                        row.sql, (row.isMultiple(of: 2) ? Int64.min : .max).sql, real[row % 4].sql, text[row % 5].sql,
                        row % 7 == 6 ? .null : bytes[row % 3].sql,
                    ]
                }, into: Self.measurements)
        }
        let differing = try await temporary.database.readUnscoped { connection in
            try connection.rows("SELECT id, n, r, t, b FROM measurements ORDER BY id") { row -> Int? in
                let id = row.int(0)
                let isSame =
                    row.integer(1) == (id.isMultiple(of: 2) ? .min : .max)
                    && row.optionalReal(2) == (real[id % 4].isNaN ? nil : real[id % 4])
                    && row.text(3) == text[id % 5]
                    && (row.isNull(4) ? nil : row.blob(4)) == (id % 7 == 6 ? nil : bytes[id % 3])
                return isSame ? nil : id
            }
        }
        #expect(differing == Array(repeating: nil, count: count))
    }

    @Test(arguments: TestEngine.available, [1, 1000])
    func oneBadRowAmongManyUndoesThemAll(engine: TestEngine, count: Int) async throws {
        let temporary = try await measurements(engine)
        var rows = (0..<count).map { Self.measurement($0, round: 1) }
        rows[count - 1][1] = .null
        let bad = rows
        let error = try await #require(throws: DatabaseError.self) {
            try await temporary.database.writeUnscoped { try $0.upsert(bad, into: Self.measurements) }
        }
        #expect(error.kind == .notNullViolation)
        rows[count - 1] = [(count - 1).sql, 1.sql, 0.5.sql, "a\0b".sql, .null]
        let worse = rows
        let refused = try await #require(throws: DatabaseError.self) {
            try await temporary.database.writeUnscoped { try $0.upsert(worse, into: Self.measurements) }
        }
        #expect(refused.kind == .invalidValue)
        let stored = try await temporary.database.readUnscoped {
            try $0.firstRow("SELECT COUNT(*) FROM measurements") { $0.int(0) }
        }
        #expect(stored == 0)
        try await temporary.database.writeUnscoped {
            try $0.upsert((0..<count).map { Self.measurement($0, round: 1) }, into: Self.measurements)
        }
    }

    private static let measurements = UpsertTarget("measurements", key: ["id"], values: ["n", "r", "t", "b"])

    private static func measurement(_ id: Int, round: Int) -> [SQLValue] {
        [id.sql, round.sql, (Double(id) / 8).sql, "row \(id)".sql, [UInt8(truncatingIfNeeded: id)].sql]
    }

    private func measurements(_ engine: TestEngine) async throws -> TemporaryDatabase {
        let temporary = try await TemporaryDatabase(engine)
        try await temporary.database.changeSchema {
            _ = try $0.run(
                "CREATE TABLE measurements (id BIGINT PRIMARY KEY, n BIGINT NOT NULL, r DOUBLE PRECISION, t TEXT, b "
                    + $0.dialect.bytes + ")")
        }
        return temporary
    }

    private func counters(_ engine: TestEngine) async throws -> TemporaryDatabase {
        let temporary = try await TemporaryDatabase(engine)
        try await temporary.database.writeUnscoped {
            _ = try $0.run("CREATE TABLE counters (name TEXT PRIMARY KEY, n BIGINT NOT NULL)")
        }
        return temporary
    }

    private func all(_ temporary: TemporaryDatabase) async throws -> [String] {
        try await temporary.database.readUnscoped {
            try $0.rows("SELECT name, n FROM counters ORDER BY name") { "\($0.text(0)) \($0.int(1))" }
        }
    }
}
