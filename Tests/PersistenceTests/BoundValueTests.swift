import Persistence
import Testing

@Suite struct BoundValueTests {
    let temporary: TemporaryDatabase

    init() async throws {
        temporary = try TemporaryDatabase()
        try await temporary.database.writeUnscoped {
            _ = try $0.run(
                "CREATE TABLE kept (id BIGINT PRIMARY KEY, i BIGINT, r DOUBLE PRECISION, t TEXT, b BLOB)")
        }
    }

    @Test(arguments: [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max])
    func integerComesBackExactly(integer: Int64) async throws {
        #expect(
            try await stored("INSERT INTO kept (id, i) VALUES (1, $1)", integer.sql) {
                $0.isNull(1) ? nil : $0.integer(1)
            }
                == integer)
    }

    @Test(arguments: [
        0, 0.1, .leastNonzeroMagnitude, -.leastNormalMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity,
    ])
    func realComesBackBitByBit(real: Double) async throws {
        let back = try await stored("INSERT INTO kept (id, r) VALUES (1, $1)", real.sql) { $0.optionalReal(2) }
        #expect(back?.bitPattern == real.bitPattern)
    }

    @Test func minusZeroIsZeroInAColumnOfReals() async throws {
        // SQLite stores whole reals as integers. Readings keep the sign: they lie in blocks of bytes.
        #expect(try await stored("INSERT INTO kept (id, r) VALUES (1, $1)", (-0.0).sql) { $0.optionalReal(2) } == 0)
    }

    @Test(arguments: [
        "", "O'Brien; DROP TABLE kept; --", "Zażółć 東京 ⚡️👩🏽‍🔧", "e\u{301}", "a\nb\t\u{1}", "a\0b", "\0", "a\0",
    ])
    func textComesBackScalarByScalar(text: String) async throws {
        let back = try await stored("INSERT INTO kept (id, t) VALUES (1, $1)", text.sql) { $0.optionalText(3) }
        #expect(back.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }

    @Test func textIsComparedBeyondItsNUL() async throws {
        _ = try await stored("INSERT INTO kept (id, t) VALUES (1, $1)", "meter\0 1".sql) { $0.optionalText(3) }
        let found = try await temporary.database.readUnscoped { connection in
            try ["meter", "meter\0 2", "meter\0 1"].map { text in
                try connection.firstRow("SELECT COUNT(*) FROM kept WHERE t = $1", [text.sql]) { $0.int(0) }
            }
        }
        #expect(found == [0, 0, 1])
    }

    @Test(arguments: [[], [0], [0, 255, 0], Array(repeating: 7, count: 100_000)] as [[UInt8]])
    func bytesComeBackExactly(bytes: [UInt8]) async throws {
        let back = try await stored("INSERT INTO kept (id, b) VALUES (1, $1)", bytes.sql) {
            $0.isNull(4) ? nil : $0.blob(4)
        }
        #expect(back == bytes)
    }

    @Test func aValueGoesToItsNumberWhereverItStandsAndAsOftenAsItStands() async throws {
        let rows = try await temporary.database.readUnscoped { connection in
            try connection.rows(
                "SELECT $2 || $1 || $3 || $2 WHERE $3 <> $1", ["one".sql, "two".sql, "three".sql]
            ) { $0.text(0) }
        }
        #expect(rows == ["twoonethreetwo"])
    }

    @Test func nullIsNeitherZeroNorEmpty() async throws {
        let nulls = try await stored("INSERT INTO kept (id, i) VALUES (1, $1)", .null) { row in
            (1...4).map { row.isNull($0) }
        }
        #expect(nulls == [true, true, true, true])
    }

    @Test(arguments: [[], [.integer(1)], [.integer(1), .integer(2), .integer(3)]] as [[SQLValue]])
    func wrongNumberOfArgumentsIsRefused(arguments: [SQLValue]) async throws {
        let error = try #require(
            await #expect(throws: DatabaseError.self) {
                try await temporary.database.writeUnscoped {
                    _ = try $0.run("INSERT INTO kept (id, i) VALUES ($1, $2)", arguments)
                }
            })
        #expect(error.kind == .invalidStatement)
        #expect(try await temporary.database.readUnscoped { try $0.rows("SELECT id FROM kept") { $0.int(0) } } == [])
    }

    @Test func statementRunInsideItsOwnRowsIsRefused() async throws {
        let error = try #require(
            await #expect(throws: DatabaseError.self) {
                try await temporary.database.readUnscoped { connection in
                    try connection.forEachRow("SELECT 1", []) { _ in
                        try connection.forEachRow("SELECT 1", []) { _ in }
                    }
                }
            })
        #expect(error.kind == .invalidStatement)
    }

    private func stored<Value: Sendable>(
        _ insert: SQL, _ value: SQLValue, _ make: @escaping @Sendable (any SQLRow) -> Value?
    ) async throws -> Value? {
        try await temporary.database.writeUnscoped { _ = try $0.run(insert, [value]) }
        return try await temporary.database.readUnscoped {
            try $0.firstRow("SELECT id, i, r, t, b FROM kept WHERE id = 1", [], make) ?? nil
        }
    }
}
