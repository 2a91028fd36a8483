import DatabaseTesting
import Persistence
import Testing

/// What is bound comes back exactly, or is refused.
@Suite struct ValueTests {
    @Test(arguments: TestEngine.available, [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max])
    func integerComesBackExactly(engine: TestEngine, integer: Int64) async throws {
        let back = try await Kept(engine).stored(column: "i", integer.sql) { $0.isNull(0) ? nil : $0.integer(0) }
        #expect(back == integer)
    }

    @Test(
        arguments: TestEngine.available,
        [
            0, 0.1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, -.leastNormalMagnitude, .leastNormalMagnitude / 3,
            .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity, -.infinity, 9_007_199_254_740_991,
        ] as [Double])
    func realComesBackBitByBit(engine: TestEngine, real: Double) async throws {
        let back = try await Kept(engine).stored(column: "r", real.sql) { $0.optionalReal(0) }
        #expect(back?.bitPattern == real.bitPattern)
    }

    /// SQLite stores whole reals as integers. Readings keep the sign: they lie in blocks of bytes.
    @Test(arguments: TestEngine.available) func minusZeroIsZeroInAColumnOfReals(engine: TestEngine) async throws {
        #expect(try await Kept(engine).stored(column: "r", (-0.0).sql) { $0.optionalReal(0) } == 0)
    }

    @Test(arguments: TestEngine.available) func whatIsNotANumberIsNull(engine: TestEngine) async throws {
        #expect(try await Kept(engine).stored(column: "r", Double.nan.sql) { $0.isNull(0) } == true)
    }

    @Test(arguments: TestEngine.available) func aWholeNumberMayBeBoundToAReal(engine: TestEngine) async throws {
        #expect(try await Kept(engine).stored(column: "r", 7.sql) { $0.optionalReal(0) } == 7)
    }

    @Test(
        arguments: TestEngine.available,
        [
            "", " ", "O'Brien; DROP TABLE kept; --", "$1 ? :x %s \\ \\\\ \\x00", "Zażółć 東京 ⚡️👩🏽‍🔧", "e\u{301}", "\u{e9}",
            "a\nb\t\u{1}\u{7f}", "\u{10FFFF}\u{FFFD}\u{FEFF}", "null",
        ])
    func textComesBackScalarByScalar(engine: TestEngine, text: String) async throws {
        let back = try await Kept(engine).stored(column: "t", text.sql) { $0.optionalText(0) }
        #expect(back.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }

    /// PostgreSQL cannot keep it in text, so nobody may.
    @Test(arguments: TestEngine.available, ["\0", "a\0b", "a\0"])
    func textWithANULIsRefused(engine: TestEngine, text: String) async throws {
        let kept = try await Kept(engine)
        let error = try await #require(throws: DatabaseError.self) {
            try await kept.stored(column: "t", text.sql) { $0.optionalText(0) }
        }
        #expect(error.kind == .invalidValue)
        let found = try await #require(throws: DatabaseError.self) {
            try await kept.temporary.database.readUnscoped { connection in
                try connection.firstRow("SELECT id FROM kept WHERE t = $1", [text.sql]) { $0.int(0) }
            }
        }
        #expect(found.kind == .invalidValue)
        #expect(try await kept.count() == 0)
    }

    @Test(arguments: TestEngine.available) func textSortsAndComparesByItsScalars(engine: TestEngine) async throws {
        let texts = ["", "10", "9", "A", "Z", "_", "a", "e\u{301}", "z", "Ä", "\u{e9}", "東", "⚡", "😀"]
        let temporary = try await TemporaryDatabase(engine)
        let sorted = try await temporary.database.writeUnscoped { connection in
            try connection.run("CREATE TABLE words (t TEXT PRIMARY KEY)")
            try connection.runMany("INSERT INTO words (t) VALUES ($1)", texts.shuffled().map { [$0.sql] })
            return try connection.rows("SELECT t FROM words ORDER BY t") { $0.text(0) }
        }
        #expect(
            sorted.map { Array($0.utf8) } == texts.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test(
        arguments: TestEngine.available,
        [[], [0], [0, 255, 0], Array(0...255), Array(repeating: 7, count: 100_000)] as [[UInt8]])
    func bytesComeBackExactly(engine: TestEngine, bytes: [UInt8]) async throws {
        #expect(try await Kept(engine).stored(column: "b", bytes.sql) { $0.isNull(0) ? nil : $0.blob(0) } == bytes)
    }

    @Test(arguments: TestEngine.available) func tenMegabytesComeBackExactly(engine: TestEngine) async throws {
        var bytes = [UInt8](repeating: 7, count: 10 << 20)
        for index in stride(from: 0, to: bytes.count, by: 997) { bytes[index] = UInt8(truncatingIfNeeded: index / 997) }
        let sent = bytes
        let back = try await Kept(engine).stored(column: "b", sent.sql) { $0.blob(0) }
        let isSame = back == sent
        #expect(isSame)
    }

    @Test(arguments: TestEngine.available, ["i", "r", "t", "b"])
    func nullIsNeitherZeroNorEmpty(engine: TestEngine, column: String) async throws {
        #expect(try await Kept(engine).stored(column: column, .null) { $0.isNull(0) } == true)
        let empty: [String: SQLValue] = ["i": 0.sql, "r": 0.0.sql, "t": "".sql, "b": [UInt8]().sql]
        #expect(try await Kept(engine).stored(column: column, try #require(empty[column])) { $0.isNull(0) } == false)
    }

    @Test(arguments: TestEngine.available) func nullReadsAsZeroAndEmpty(engine: TestEngine) async throws {
        let temporary = try await TemporaryDatabase(engine)
        let read = try await temporary.database.writeUnscoped { connection in
            try connection.run("CREATE TABLE nulls (i BIGINT, r DOUBLE PRECISION, t TEXT)")
            try connection.run("INSERT INTO nulls (i) VALUES (NULL)")
            return try connection.firstRow("SELECT i, r, t FROM nulls") {
                "\($0.integer(0)) \($0.real(1)) [\($0.text(2))]"
            }
        }
        #expect(read == "0 0.0 []")
    }

    @Test(arguments: TestEngine.available) func truthIsOneOrZero(engine: TestEngine) async throws {
        let kept = try await Kept(engine)
        #expect(try await kept.stored(column: "i", true.sql) { $0.bool(0) } == true)
        #expect(try await kept.stored(column: "i", false.sql) { $0.bool(0) } == false)
    }

    /// A whole number in a column of reals and the sums that SQL makes: PostgreSQL has types for them of its own.
    @Test(arguments: TestEngine.available) func whatSQLCountsAndAddsUpCanBeRead(engine: TestEngine) async throws {
        let temporary = try await TemporaryDatabase(engine)
        let read = try await temporary.database.writeUnscoped { connection in
            try connection.run("CREATE TABLE numbers (i BIGINT, r DOUBLE PRECISION)")
            try connection.run("INSERT INTO numbers (i, r) VALUES (4000000000, 0.5), (5000000000, 1.75), (-1, NULL)")
            return try connection.firstRow(
                """
                SELECT COUNT(*), CAST(SUM(i) AS BIGINT), SUM(r), MAX(i), MIN(r), COUNT(r), AVG(r),
                    CASE WHEN MAX(i) > 1 THEN 1 ELSE 0 END, 7 / 2, SUM(i)
                FROM numbers
                """
            ) {
                [
                    $0.real(0), Double($0.integer(1)), $0.real(2), Double($0.integer(3)), $0.real(4),
                    Double($0.integer(5)), $0.real(6), Double($0.integer(7)), Double($0.integer(8)),
                    Double($0.integer(9)),
                ]
            }
        }
        #expect(read == [3, 8_999_999_999, 2.25, 5_000_000_000, 0.5, 2, 1.125, 1, 3, 8_999_999_999])
    }
}

/// A table with a column of each type.
private struct Kept {
    let temporary: TemporaryDatabase

    init(_ engine: TestEngine) async throws {
        temporary = try await TemporaryDatabase(engine)
        try await temporary.database.changeSchema {
            _ = try $0.run(
                "CREATE TABLE kept (id BIGINT PRIMARY KEY, i BIGINT, r DOUBLE PRECISION, t TEXT, b " + $0.dialect.bytes
                    + ")")
        }
    }

    /// Stores the value in one column and reads the row back.
    func stored<Value: Sendable>(
        column: String, _ value: SQLValue, _ make: @escaping @Sendable (any SQLRow) -> Value?
    ) async throws -> Value? {
        let (insert, select): (SQL, SQL) =
            switch column {
            case "i": ("INSERT INTO kept (id, i) VALUES (1, $1)", "SELECT i FROM kept")
            case "r": ("INSERT INTO kept (id, r) VALUES (1, $1)", "SELECT r FROM kept")
            case "t": ("INSERT INTO kept (id, t) VALUES (1, $1)", "SELECT t FROM kept")
            default: ("INSERT INTO kept (id, b) VALUES (1, $1)", "SELECT b FROM kept")
            }
        try await temporary.database.writeUnscoped { connection in
            try connection.run("DELETE FROM kept")
            try connection.run(insert, [value])
        }
        return try await temporary.database.readUnscoped { try $0.firstRow(select, [], make) ?? nil }
    }

    func count() async throws -> Int? {
        try await temporary.database.readUnscoped { try $0.firstRow("SELECT COUNT(*) FROM kept") { $0.int(0) } }
    }
}
