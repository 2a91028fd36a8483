import CLibPQ
import Persistence

/// The rows of the statement under way. A connection does one thing at a time: when another statement is to run
/// before all rows have been visited, the rest is read into memory first.
final class RowStream {
    private let connection: OpaquePointer
    /// Whether the statement is the last of a pipeline, which ends with it.
    private let isInPipeline: Bool
    private var buffered: [OpaquePointer] = []
    private var isFinished = false

    init(_ connection: OpaquePointer, isInPipeline: Bool = false) {
        self.connection = connection
        self.isInPipeline = isInPipeline
    }

    /// Reads what a pipeline still answers, and ends it.
    static func leavePipeline(_ connection: OpaquePointer) {
        while PQpipelineStatus(connection) != PQ_PIPELINE_OFF {
            guard let result = PQgetResult(connection) else {
                // Between two answers there is an empty one; on a broken connection there is nothing else.
                if PQstatus(connection) == CONNECTION_OK { continue } else { return }
            }
            let isEnd = PQresultStatus(result) == PGRES_PIPELINE_SYNC
            PQclear(result)
            if isEnd {
                PQexitPipelineMode(connection)
                return
            }
        }
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
        end()
        return nil
    }

    private func finish() {
        while let result = PQgetResult(connection) { PQclear(result) }
        end()
    }

    private func end() {
        isFinished = true
        if isInPipeline { Self.leavePipeline(connection) }
    }
}
