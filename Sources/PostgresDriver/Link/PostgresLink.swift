import CLibPQ
import Persistence
import Synchronization

/// One connection to the server through libpq: statements prepared once, binary both ways.
///
/// `@unchecked Sendable`: the pool gives it to one thread at a time; only `cancel` is called from elsewhere, and
/// that uses nothing but the lock and libpq's cancel handle, which is made for it.
final class PostgresLink: @unchecked Sendable {
    /// PG_DIAG_SQLSTATE
    static let sqlStateField = Int32(UInt8(ascii: "C"))
    private static let binaryResults: Int32 = 1
    /// Beyond so many prepared statements all are forgotten: some are put together from optional parts.
    private static let preparedLimit = 500

    struct Prepared {
        let name: String
        let types: [UInt32]
    }

    let connection: OpaquePointer
    private let cancelHandle: OpaquePointer?
    /// Which use of the connection is under way, so that a cancellation that comes late hits nobody else's.
    private let use = Mutex<(number: Int, isActive: Bool)>((0, false))
    private var prepared: [String: Prepared] = [:]
    private var preparedCount = 0
    private var parameters = ParameterBuffer()
    private var mayUseTemporaryTables: Bool?
    /// How the transaction begins, while that has yet to be sent.
    var beginning: [String] = []
    /// Whether the server has begun the transaction.
    var hasBegun = false
    /// Whether the answer to a COMMIT is still to be read.
    var isCommitting = false
    /// The rows that are being visited, when a statement is run among them.
    var stream: RowStream?
    /// The statements whose rows are being visited.
    private var visited: Set<String> = []

    /// Blocks until the server has answered.
    /// - Throws: `DatabaseError.unavailable` or `.cannotOpen`
    init(_ connectionString: String, session: String) throws {
        let defaults: [(String, String)] = [
            ("application_name", "urbangrid"), ("connect_timeout", "5"), ("keepalives_idle", "30"),
            ("dbname", connectionString), ("client_encoding", "UTF8"),
        ]
        let keywords = CStrings(defaults.map(\.0))
        let values = CStrings(defaults.map(\.1))
        guard let connection = PQconnectdbParams(keywords.pointers, values.pointers, 1) else {
            throw DatabaseError(.cannotOpen, detail: "libpq has no memory for a connection.")
        }
        guard PQstatus(connection) == CONNECTION_OK else {
            let message = String(cString: PQerrorMessage(connection))
            PQfinish(connection)
            throw DatabaseError(.unavailable, detail: "PostgreSQL does not answer: \(message)")
        }
        // Notices would go to the error output, where the log is.
        _ = PQsetNoticeProcessor(connection, { _, _ in }, nil)
        self.connection = connection
        cancelHandle = PQgetCancel(connection)
        do {
            try execute(session)
        } catch {
            close()
            throw error
        }
    }

    /// Whether another transaction may begin here.
    var isHealthy: Bool {
        PQstatus(connection) == CONNECTION_OK && (isCommitting || PQtransactionStatus(connection) == PQTRANS_IDLE)
    }

    func close() {
        use.withLock { $0.isActive = false }
        if let cancelHandle { PQfreeCancel(cancelHandle) }
        PQfinish(connection)
    }

    // MARK: Statements

    /// Runs statements without parameters; several are parted by `;`.
    func execute(_ text: String) throws {
        try makeReady()
        let result = PQexec(connection, text)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return
        default: throw DatabaseError(result: result, of: connection)
        }
    }

    /// - Returns: the rows that were inserted, changed or deleted.
    func run(_ sql: SQL, _ arguments: [SQLValue]) throws -> Int {
        try makeReady()
        let statement = try statement(sql, argumentCount: arguments.count)
        try parameters.fill(arguments, types: statement.types)
        let result = parameters.withPointers { values, lengths, formats in
            PQexecPrepared(
                connection, statement.name, Int32(arguments.count), values, lengths, formats, Self.binaryResults)
        }
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return result.map(Self.affectedRows) ?? 0
        default: throw DatabaseError(result: result, of: connection)
        }
    }

    /// The rows one by one, as they arrive.
    func forEachRow(_ sql: SQL, _ arguments: [SQLValue], _ visit: (any SQLRow) throws -> Void) throws {
        if beginning.isEmpty || prepared[sql.text] == nil { try makeReady() }
        let statement = try statement(sql, argumentCount: arguments.count)
        try parameters.fill(arguments, types: statement.types)
        let rows = try sent(statement, arguments.count)
        let outer = stream
        stream = rows
        visited.insert(sql.text)
        // What nobody wants any more is read all the same: the transaction may go on.
        defer {
            rows.discard()
            stream = outer
            visited.remove(sql.text)
        }
        while let result = try rows.next() {
            defer { PQclear(result) }
            try visit(PostgresRow(result: result, row: 0))
        }
    }

    /// Runs the statement for every row in the server's pipeline, two chunks of rows under way at a time
    /// (postgresql.org/docs/15/libpq-pipeline-mode.html). The answers of a chunk fit into the socket's buffer, so that
    /// neither side can wait for the other for ever.
    func runMany(_ sql: SQL, _ rows: [[SQLValue]], chunk: Int = 256) throws -> Int {
        guard let first = rows.first else { return 0 }
        try makeReady()
        let statement = try statement(sql, argumentCount: first.count)
        guard PQenterPipelineMode(connection) == 1 else { throw DatabaseError(result: nil, of: connection) }
        defer { PQexitPipelineMode(connection) }
        var affected = 0
        var failure: (any Error)?
        var awaited: [Int] = []
        for start in stride(from: 0, to: rows.count, by: chunk) where failure == nil {
            let end = min(rows.count, start + chunk)
            var sent = 0
            do {
                for row in rows[start..<end] {
                    guard row.count == first.count else { throw Self.wrongCount(row.count, first.count, sql) }
                    try parameters.fill(row, types: statement.types)
                    try send(statement, row.count)
                    sent += 1
                }
            } catch {
                failure = error
            }
            guard PQpipelineSync(connection) == 1 else { throw DatabaseError(result: nil, of: connection) }
            awaited.append(sent)
            if awaited.count == 2 { affected += try answers(awaited.removeFirst(), &failure) }
        }
        for sent in awaited { affected += try answers(sent, &failure) }
        if let failure { throw failure }
        return affected
    }

    /// What the server expects of a statement's parameters.
    func parameterTypes(of sql: SQL, count: Int) throws -> [UInt32] {
        try makeReady()
        return try statement(sql, argumentCount: count).types
    }

    /// Asked once: nearly every role may.
    func mayMakeTemporaryTables() throws -> Bool {
        if let mayUseTemporaryTables { return mayUseTemporaryTables }
        var answer = false
        try forEachRow("SELECT has_database_privilege(current_database(), 'TEMP')", []) { answer = $0.bool(0) }
        mayUseTemporaryTables = answer
        return answer
    }

    /// Statements are prepared anew from now on.
    func forgetStatements() throws {
        try execute("DEALLOCATE ALL")
        prepared.removeAll(keepingCapacity: true)
    }

    // MARK: Cancellation

    /// Marks the beginning of a use.
    /// - Returns: its number, for `cancel`.
    func begin() -> Int {
        hasBegun = false
        return use.withLock { use in
            use = (use.number + 1, true)
            return use.number
        }
    }

    func end() {
        use.withLock { $0.isActive = false }
    }

    /// Asks the server to end the statement under way, if the use is still the same one.
    func cancel(_ number: Int) {
        use.withLock { use in
            guard use.isActive, use.number == number, let cancelHandle else { return }
            var message = [CChar](repeating: 0, count: 256)
            // When the server cannot be reached the statement ends by its own time limit.
            _ = PQcancel(cancelHandle, &message, Int32(message.count))
        }
    }

    // MARK: Private

    private func statement(_ sql: SQL, argumentCount: Int) throws -> Prepared {
        // SQLite cannot; what works here only would be found out there.
        guard !visited.contains(sql.text) else {
            throw DatabaseError(.invalidStatement, detail: "A statement was run inside its own rows: \(sql.text)")
        }
        let statement = try prepared[sql.text] ?? prepare(sql)
        guard statement.types.count == argumentCount else {
            throw Self.wrongCount(argumentCount, statement.types.count, sql)
        }
        return statement
    }

    private func prepare(_ sql: SQL) throws -> Prepared {
        if prepared.count >= Self.preparedLimit { try forgetStatements() }
        preparedCount += 1
        let name = "s\(preparedCount)"
        let made = PQprepare(connection, name, sql.text, 0, nil)
        defer { PQclear(made) }
        guard PQresultStatus(made) == PGRES_COMMAND_OK else { throw failure(made, in: sql) }
        let described = PQdescribePrepared(connection, name)
        defer { PQclear(described) }
        guard PQresultStatus(described) == PGRES_COMMAND_OK else { throw failure(described, in: sql) }
        let statement = Prepared(name: name, types: (0..<PQnparams(described)).map { PQparamtype(described, $0) })
        prepared[sql.text] = statement
        return statement
    }

    private func failure(_ result: OpaquePointer?, in sql: SQL) -> DatabaseError {
        let error = DatabaseError(result: result, of: connection)
        return DatabaseError(error.kind, detail: "\(error.detail) in \(sql.text)")
    }

    /// Sends a statement, with the beginning of its transaction where that is still to be sent.
    private func sent(_ statement: Prepared, _ count: Int) throws -> RowStream {
        guard beginning.isEmpty else { return try beginning(with: statement, count) }
        try send(statement, count)
        PQsetSingleRowMode(connection)
        return RowStream(connection)
    }

    func send(_ statement: Prepared, _ count: Int) throws {
        let isSent = parameters.withPointers { values, lengths, formats in
            PQsendQueryPrepared(
                connection, statement.name, Int32(count), values, lengths, formats, Self.binaryResults)
        }
        guard isSent == 1 else { throw DatabaseError(result: nil, of: connection) }
    }

    /// Reads the answers to one chunk of a pipeline, up to its end.
    private func answers(_ count: Int, _ failure: inout (any Error)?) throws -> Int {
        var affected = 0
        while true {
            guard let result = PQgetResult(connection) else {
                // Between two answers there is an empty one; on a broken connection there is nothing else.
                guard PQstatus(connection) == CONNECTION_OK else { throw DatabaseError(result: nil, of: connection) }
                continue
            }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC: return affected
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: affected += Self.affectedRows(result)
            case PGRES_PIPELINE_ABORTED: break
            default: if failure == nil { failure = DatabaseError(result: result, of: connection) }
            }
        }
    }

    private static func affectedRows(_ result: OpaquePointer) -> Int {
        Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    private static func wrongCount(_ count: Int, _ expected: Int, _ sql: SQL) -> DatabaseError {
        DatabaseError(.invalidStatement, detail: "\(count) arguments for \(expected) parameters: \(sql.text)")
    }
}
