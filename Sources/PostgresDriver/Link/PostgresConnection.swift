import Persistence

/// One transaction on one connection.
final class PostgresConnection: SQLConnection {
    private let link: PostgresLink
    private let transaction: PostgresTransaction

    init(_ link: PostgresLink, _ transaction: PostgresTransaction) {
        self.link = link
        self.transaction = transaction
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
        try link.forEachRow(sql, arguments, visit)
    }
}
