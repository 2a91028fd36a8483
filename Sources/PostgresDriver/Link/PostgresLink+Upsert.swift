import CLibPQ
import Persistence

/// Many rows at once through a temporary table: COPY is the fastest way in, but not allowed on tables with row-level
/// security, and it cannot replace rows.
extension PostgresLink {
    /// Below so many rows, one statement each in the pipeline is as fast.
    private static let copiedRows = 128
    private static let sendBytes = 1 << 16

    func upsert(_ rows: [[SQLValue]], into target: UpsertTarget) throws {
        guard rows.count >= Self.copiedRows, try mayMakeTemporaryTables() else {
            _ = try runMany(target.statement, rows)
            return
        }
        let types = try parameterTypes(of: target.statement, count: target.columns.count)
        let (table, columns) = (target.table.text, target.columns.map(\.text).joined(separator: ", "))
        try execute("CREATE TEMPORARY TABLE IF NOT EXISTS staging_\(table) (LIKE \(table)) ON COMMIT DELETE ROWS")
        try copy(rows, types: types, into: "staging_\(table) (\(columns))")
        try execute(
            """
            INSERT INTO \(table) (\(columns)) SELECT \(columns) FROM staging_\(table) \(target.conflictClause.text);
            TRUNCATE staging_\(table)
            """)
    }

    private func copy(_ rows: [[SQLValue]], types: [UInt32], into place: String) throws {
        try beginCopy("COPY \(place) FROM STDIN (FORMAT binary)")
        var buffer = CopyBuffer()
        do {
            for row in rows {
                guard row.count == types.count else {
                    throw DatabaseError(.invalidStatement, detail: "\(row.count) values for \(place)")
                }
                try buffer.add(row, types: types)
                if buffer.bytes.count >= Self.sendBytes {
                    try send(buffer)
                    buffer.clear()
                }
            }
            buffer.end()
            try send(buffer)
        } catch {
            try? endCopy("The rows could not be written.")
            throw error
        }
        try endCopy(nil)
    }

    private func beginCopy(_ statement: String) throws {
        let result = PQexec(connection, statement)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COPY_IN else { throw DatabaseError(result: result, of: connection) }
    }

    private func send(_ buffer: CopyBuffer) throws {
        let isSent = buffer.bytes.withUnsafeBytes {
            PQputCopyData(connection, $0.bindMemory(to: CChar.self).baseAddress, Int32($0.count))
        }
        guard isSent == 1 else { throw DatabaseError(result: nil, of: connection) }
    }

    /// - Parameter failure: why the rows are given up; nil: they are complete.
    private func endCopy(_ failure: String?) throws {
        guard PQputCopyEnd(connection, failure) == 1 else { throw DatabaseError(result: nil, of: connection) }
        var error: DatabaseError?
        while let result = PQgetResult(connection) {
            if PQresultStatus(result) != PGRES_COMMAND_OK, error == nil {
                error = DatabaseError(result: result, of: connection)
            }
            PQclear(result)
        }
        if let error { throw error }
    }
}
