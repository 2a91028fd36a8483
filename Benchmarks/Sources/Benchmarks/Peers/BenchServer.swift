import CLibPQPeer
import Foundation
import PostgresDriver
import Synchronization

/// The PostgreSQL that `./grid bench` starts, as its superuser: databases are made on it and dropped.
///
/// `@unchecked Sendable`: contests run one after the other.
final class BenchServer: @unchecked Sendable {
    private static let owner = "bench_owner"
    private static let application = "bench_application"

    private let address: URLComponents
    private var names: [ObjectIdentifier: String] = [:]
    private static let shared = Mutex<BenchServer?>(nil)

    /// - Throws: `Unavailable` where none was started.
    static func given() throws -> BenchServer {
        try shared.withLock { shared in
            if let shared { return shared }
            guard let url = ProcessInfo.processInfo.environment["URBANGRID_BENCH_DATABASE_URL"],
                let address = URLComponents(string: url)
            else { throw Unavailable("URBANGRID_BENCH_DATABASE_URL names no PostgreSQL.") }
            let server = BenchServer(address)
            for role in [owner, application] {
                try PostgresSession(server.url()).run(
                    """
                    DO $$ BEGIN CREATE ROLE \(role) LOGIN PASSWORD '\(address.password ?? "")';
                    EXCEPTION WHEN duplicate_object THEN NULL; END $$
                    """)
            }
            shared = server
            return server
        }
    }

    private init(_ address: URLComponents) {
        self.address = address
    }

    /// The program's own, owned by one role and used by another, as in operation.
    func newDatabase() async throws -> PostgresDatabase {
        let name = try create()
        let database = PostgresDatabase(
            PostgresOptions(
                connection: url(name, role: Self.application), ownerConnection: url(name, role: Self.owner)))
        names[ObjectIdentifier(database)] = name
        return database
    }

    /// With which the program serves from that database.
    func environment(of database: PostgresDatabase) throws -> [String: String] {
        guard let name = names[ObjectIdentifier(database)] else { throw Disagreement("A database of another server") }
        return [
            "DATABASE_URL": url(name, role: Self.application),
            "URBANGRID_OWNER_DATABASE_URL": url(name, role: Self.owner),
        ]
    }

    func drop(_ database: PostgresDatabase) async throws {
        try await database.close()
        try drop(names.removeValue(forKey: ObjectIdentifier(database)))
    }

    func newRows() throws -> PostgresRows {
        let name = try create()
        let rows = try PostgresRows(PostgresSession(url(name, role: Self.owner)))
        names[ObjectIdentifier(rows)] = name
        return rows
    }

    func drop(_ rows: PostgresRows) throws {
        try drop(names.removeValue(forKey: ObjectIdentifier(rows)))
    }

    private func create() throws -> String {
        let name = "bench_" + UUID().uuidString.replacing("-", with: "").lowercased()
        try PostgresSession(url()).run("CREATE DATABASE \(name) OWNER \(Self.owner)")
        return name
    }

    private func drop(_ name: String?) throws {
        guard let name else { return }
        try PostgresSession(url()).run("DROP DATABASE \(name) WITH (FORCE)")
    }

    private func url(_ database: String? = nil, role: String? = nil) -> String {
        var url = address
        if let database { url.path = "/" + database }
        if let role { url.user = role }
        return url.string ?? ""
    }
}

/// A plain connection.
final class PostgresSession {
    let connection: OpaquePointer?

    init(_ url: String) throws {
        connection = PQconnectdb(url)
        guard PQstatus(connection) == CONNECTION_OK else { throw failure() }
        _ = PQsetNoticeProcessor(connection, { _, _ in }, nil)
    }

    deinit { PQfinish(connection) }

    func run(_ sql: String) throws {
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_COPY_IN: return
        default: throw failure()
        }
    }

    /// The first column of every row.
    func numbers(_ sql: String) throws -> [Double] {
        let result = PQexec(connection, sql)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK else { throw failure() }
        return (0..<PQntuples(result)).map { Double(String(cString: PQgetvalue(result, $0, 0))) ?? .nan }
    }

    func failure() -> RowDatabaseError {
        RowDatabaseError(String(cString: PQerrorMessage(connection)))
    }
}
