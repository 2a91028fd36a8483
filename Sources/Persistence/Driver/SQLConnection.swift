/// A connection inside one transaction. Statements are prepared once and kept.
///
/// Not sendable: it belongs to the closure it was given to.
public protocol SQLConnection: AnyObject {
    var dialect: Dialect { get }

    /// Runs a statement that returns no rows.
    /// - Returns: the number of rows it inserted, changed or deleted.
    /// - Throws: `DatabaseError`
    @discardableResult
    func run(_ sql: SQL, _ arguments: [SQLValue]) throws -> Int

    /// Runs a statement that returns no rows once for each row of arguments, without waiting for each answer
    /// where the engine is another process.
    /// - Returns: the number of rows all of them together inserted, changed or deleted.
    /// - Throws: `DatabaseError` of the first that failed; give up the transaction then.
    @discardableResult
    func runMany(_ sql: SQL, _ rows: [[SQLValue]]) throws -> Int

    /// Adds rows, or replaces those with the same key, in the way that is fastest for many. No two of the rows have
    /// the same key.
    /// - Throws: `DatabaseError`; give up the transaction then.
    func upsert(_ rows: [[SQLValue]], into target: UpsertTarget) throws

    /// Wakes those who listen to the channel, when the transaction is committed.
    func notify(_ channel: DatabaseChannel) throws

    /// Runs a statement and visits its rows one by one, without keeping them.
    /// - Throws: `DatabaseError`, or what `visit` throws.
    func forEachRow(_ sql: SQL, _ arguments: [SQLValue], _ visit: (any SQLRow) throws -> Void) throws
}

extension SQLConnection {
    public func upsert(_ rows: [[SQLValue]], into target: UpsertTarget) throws {
        try runMany(target.statement, rows)
    }

    @discardableResult
    public func run(_ sql: SQL) throws -> Int {
        try run(sql, [])
    }

    /// All rows, each turned into a value. For results whose size is bounded by the statement.
    public func rows<Value>(
        _ sql: SQL, _ arguments: [SQLValue] = [], _ make: (any SQLRow) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        try forEachRow(sql, arguments) { values.append(try make($0)) }
        return values
    }

    /// The first row as a value, nil when there is none.
    public func firstRow<Value>(
        _ sql: SQL, _ arguments: [SQLValue] = [], _ make: (any SQLRow) throws -> Value
    ) throws -> Value? {
        var value: Value?
        try forEachRow(sql, arguments) { row in
            if value == nil { value = try make(row) }
        }
        return value
    }

    /// How many bytes the database takes, without its log.
    public func databaseBytes() throws -> Int {
        try firstRow(dialect.databaseBytes) { $0.int(0) } ?? 0
    }

    func tableExists(_ name: String) throws -> Bool {
        try firstRow(dialect.countTables, [name.sql]) { $0.integer(0) > 0 } ?? false
    }
}
