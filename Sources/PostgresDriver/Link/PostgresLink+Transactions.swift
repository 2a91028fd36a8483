import CLibPQ
import Persistence

/// How transactions begin and end on a connection. Those that only read begin with their first statement and do not wait
/// for their end (docs/decisions/027).
extension PostgresLink {
    /// Begins one at once.
    func begin(by text: String) throws {
        try execute(text)
        hasBegun = true
    }

    /// Undoes what there is of one.
    func rollback() throws {
        if !beginning.isEmpty {
            beginning = []
            return
        }
        try execute("ROLLBACK")
    }

    /// Begins one that only reads, together with its first statement: one way to the server and back instead of two.
    func beginWithFirstStatement(_ statements: [String]) throws {
        try settle()
        beginning = statements
    }

    /// Ends one that only reads. Nothing depends on the answer, so it is read when the connection is used again.
    func endReading() throws {
        if !beginning.isEmpty {
            beginning = []
            return
        }
        guard PQsendQuery(connection, "COMMIT") == 1 else { throw DatabaseError(result: nil, of: connection) }
        isCommitting = true
    }

    /// Reads the answer to the COMMIT before.
    func settle() throws {
        guard isCommitting else { return }
        isCommitting = false
        while let result = PQgetResult(connection) { PQclear(result) }
        guard isHealthy else { throw DatabaseError(.unavailable, detail: "The server has ended the connection.") }
    }

    /// Before anything but the first statement that reads: what was begun is under way, and no rows are on theirs.
    func makeReady() throws {
        try settle()
        try stream?.buffer()
        guard !beginning.isEmpty else { return }
        let text = beginning.joined(separator: "; ")
        beginning = []
        try begin(by: text)
    }

    /// Sends the beginning and the first statement, and reads the answers to the former.
    func beginning(with statement: Prepared, _ count: Int) throws -> RowStream {
        let commands = beginning
        beginning = []
        guard PQenterPipelineMode(connection) == 1 else { throw DatabaseError(result: nil, of: connection) }
        for command in commands {
            guard PQsendQueryParams(connection, command, 0, nil, nil, nil, nil, 0) == 1 else {
                throw DatabaseError(result: nil, of: connection)
            }
        }
        try send(statement, count)
        guard PQpipelineSync(connection) == 1 else { throw DatabaseError(result: nil, of: connection) }
        for _ in commands {
            let result = PQgetResult(connection)
            defer { PQclear(result) }
            guard PQresultStatus(result) == PGRES_COMMAND_OK else {
                let error = DatabaseError(result: result, of: connection)
                RowStream.leavePipeline(connection)
                throw error
            }
            // Each answer ends with an empty one.
            PQclear(PQgetResult(connection))
        }
        hasBegun = true
        PQsetSingleRowMode(connection)
        return RowStream(connection, isInPipeline: true)
    }

    /// Ends the transaction for good.
    /// - Throws: also when the server rolled it back because a statement in it had failed.
    func commit() throws {
        let result = PQexec(connection, "COMMIT")
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw DatabaseError(result: result, of: connection) }
        guard String(cString: PQcmdStatus(result)) == "COMMIT" else {
            throw DatabaseError(
                .invalidStatement, detail: "A statement of this transaction had failed, so nothing was committed.")
        }
    }
}
