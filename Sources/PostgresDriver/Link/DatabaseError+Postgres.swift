import CLibPQ
import Persistence

extension DatabaseError {
    /// - Parameter sqlState: five characters (postgresql.org/docs/15/errcodes-appendix.html); nil when the server
    ///   could not be asked.
    init(sqlState: String?, message: String) {
        self.init(Self.kind(sqlState), detail: "PostgreSQL \(sqlState ?? "connection"): \(message)")
    }

    /// The error that a result stands for.
    init(result: OpaquePointer?, of connection: OpaquePointer) {
        let state = result.flatMap { PQresultErrorField($0, PostgresLink.sqlStateField) }.map { String(cString: $0) }
        let message = result.flatMap { PQresultErrorMessage($0) }.map { String(cString: $0) } ?? ""
        let text = message.isEmpty ? String(cString: PQerrorMessage(connection)) : message
        self.init(sqlState: state, message: text.trimmingSuffix { $0.isWhitespace })
    }

    private static func kind(_ state: String?) -> Kind {
        guard let state else { return .unavailable }
        switch state {
        case "23505": return .uniqueViolation
        case "23503": return .foreignKeyViolation
        case "23514": return .checkViolation
        case "23502": return .notNullViolation
        // Serialization failure, deadlock, lock timeout, too many connections.
        case "40001", "40P01", "55P03", "53300": return .busy
        case "53100": return .diskFull
        case "58030": return .inputOutput
        case "25006": return .readOnly
        // Cancelled by us or by the statement's time limit.
        case "57014", "25P03": return .interrupted
        case "XX001", "XX002": return .corrupt
        // Row-level security and missing grants.
        case "42501": return .notPermitted
        default: break
        }
        switch state.prefix(2) {
        // Connection exception; shut down by the operator, by a crash, or still starting.
        case "08", "57": return .unavailable
        case "22": return .invalidValue
        case "28", "3D": return .cannotOpen
        case "42", "0A", "26", "25": return .invalidStatement
        default: return .other
        }
    }
}

extension String {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> String {
        var text = self[...]
        while let last = text.last, predicate(last) { text.removeLast() }
        return String(text)
    }
}
