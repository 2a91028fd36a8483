import Persistence

/// One transaction on one connection.
final class PostgresConnection: SQLConnection {
    /// Nil once it has been closed and no other could be opened.
    private(set) var open: PostgresLink?
    private let transaction: PostgresTransaction

    init(_ link: PostgresLink, _ transaction: PostgresTransaction) {
        open = link
        self.transaction = transaction
    }

    private var link: PostgresLink {
        get throws {
            guard let open else { throw DatabaseError(.unavailable, detail: "PostgreSQL does not answer.") }
            return open
        }
    }

    var dialect: Dialect { .postgres }

    @discardableResult
    func run(_ sql: SQL, _ arguments: [SQLValue]) throws -> Int {
        try transaction.checkCancellation()
        return try link.run(sql, arguments)
    }

    @discardableResult
    func runMany(_ sql: SQL, _ rows: [[SQLValue]]) throws -> Int {
        try transaction.checkCancellation()
        return try link.runMany(sql, rows)
    }

    func notify(_ channel: DatabaseChannel) throws {
        try link.forEachRow("SELECT pg_notify($1, '')", [.text(channel.rawValue)]) { _ in }
    }

    func upsert(_ rows: [[SQLValue]], into target: UpsertTarget) throws {
        try transaction.checkCancellation()
        try link.upsert(rows, into: target)
    }

    func forEachRow(_ sql: SQL, _ arguments: [SQLValue], _ visit: (any SQLRow) throws -> Void) throws {
        try transaction.checkCancellation()
        let link = try link
        do {
            try link.forEachRow(sql, arguments, visit)
        } catch let error as DatabaseError where error.kind == .unavailable && !link.hasBegun {
            // The server had ended the connection while it was idle, which the first statement finds out.
            guard let other = try transaction.another(insteadOf: link, { open = nil }) else { throw error }
            open = other
            try other.forEachRow(sql, arguments, visit)
        }
    }
}
