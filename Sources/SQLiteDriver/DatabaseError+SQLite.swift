import GRDB
import GRDBSQLite
import Persistence

extension Persistence.DatabaseError {
    /// - Parameter sqliteCode: an extended result code (sqlite.org/rescode.html).
    init(sqliteCode code: Int32, message: String) {
        self.init(Self.kind(code), detail: "SQLite \(code): \(message)")
    }

    init(sqlite error: any Error) {
        if let error = error as? GRDB.DatabaseError {
            self.init(
                sqliteCode: error.extendedResultCode.rawValue,
                message: "\(error.message ?? "no message")\(error.sql.map { " in \($0)" } ?? "")"
            )
        } else {
            self.init(.other, detail: String(reflecting: error))
        }
    }

    private static func kind(_ code: Int32) -> Kind {
        switch code {
        case 1555, 2067, 2579: .uniqueViolation  // PRIMARYKEY, UNIQUE, ROWID
        case 787: .foreignKeyViolation
        case 275: .checkViolation
        case 1299: .notNullViolation
        default:
            switch code & 0xff {
            case SQLITE_BUSY, SQLITE_LOCKED: .busy
            case SQLITE_FULL: .diskFull
            case SQLITE_IOERR: .inputOutput
            case SQLITE_READONLY: .readOnly
            case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
            case SQLITE_INTERRUPT, SQLITE_ABORT: .interrupted
            case SQLITE_ERROR, SQLITE_MISUSE, SQLITE_RANGE: .invalidStatement
            default: .other
            }
        }
    }
}
