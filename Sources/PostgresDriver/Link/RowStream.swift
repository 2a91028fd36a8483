import CLibPQ
import Persistence

/// The rows of the statement under way. A connection does one thing at a time: when another statement is to run
/// before all rows have been visited, the rest is read into memory first.
final class RowStream {
    private let connection: OpaquePointer
    private var buffered: [OpaquePointer] = []
    private var isFinished = false

    init(_ connection: OpaquePointer) {
        self.connection = connection
    }

    deinit {
        for row in buffered { PQclear(row) }
    }

    /// The next row, to be cleared by the caller; nil after the last.
    func next() throws -> OpaquePointer? {
        if !buffered.isEmpty { return buffered.removeFirst() }
        return try receive()
    }

    /// Reads the rest into memory, so that the connection is free.
    func buffer() throws {
        while let row = try receive() { buffered.append(row) }
    }

    /// Reads the rest and forgets it.
    func discard() {
        while !isFinished {
            // An error that comes with rows that nobody wants fails the transaction when it goes on.
            do {
                while let row = try receive() { PQclear(row) }
            } catch {
                continue
            }
        }
    }

    private func receive() throws -> OpaquePointer? {
        guard !isFinished else { return nil }
        while let result = PQgetResult(connection) {
            switch PQresultStatus(result) {
            case PGRES_SINGLE_TUPLE: return result
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK: PQclear(result)
            default:
                let error = DatabaseError(result: result, of: connection)
                PQclear(result)
                finish()
                throw error
            }
        }
        isFinished = true
        return nil
    }

    private func finish() {
        while let result = PQgetResult(connection) { PQclear(result) }
        isFinished = true
    }
}
