import CLibPQ

/// A plain connection to PostgreSQL that says nothing of its own to the server: no tenant, no limits.
///
/// Not sendable: libpq's connections are used from one place at a time.
public final class RawConnection {
    private let connection: OpaquePointer?

    public init(url: String) throws {
        connection = PQconnectdb(url)
        guard PQstatus(connection) == CONNECTION_OK else { throw error(nil) }
        // Notices would go to the error output.
        _ = PQsetNoticeProcessor(connection, { _, _ in }, nil)
    }

    deinit { PQfinish(connection) }

    /// Runs one or more statements outside any transaction of ours.
    /// - Returns: the rows of the last one, as text; nil for NULL.
    @discardableResult
    public func query(_ sql: String) throws -> [[String?]] {
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
            return (0..<PQntuples(result)).map { row in
                (0..<PQnfields(result)).map { column in
                    PQgetisnull(result, row, column) == 0
                        ? PQgetvalue(result, row, column).map { String(cString: $0) } : nil
                }
            }
        default: throw error(result)
        }
    }

    private func error(_ result: OpaquePointer?) -> RawConnectionError {
        let state = result.flatMap { PQresultErrorField($0, Int32(UInt8(ascii: "C"))) }.map { String(cString: $0) }
        return RawConnectionError(
            sqlState: state, said: connection.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? "")
    }
}

public struct RawConnectionError: Error {
    /// Five characters (postgresql.org/docs/15/errcodes-appendix.html); nil when the server was not reached.
    public let sqlState: String?
    public let said: String
}
