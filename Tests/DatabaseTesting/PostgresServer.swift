import Dispatch
import Foundation
import Persistence

/// A PostgreSQL server that tests make their databases on, as its superuser.
///
/// `@unchecked Sendable`: each of its two connections is used on a queue of its own only.
public final class PostgresServer: @unchecked Sendable {
    /// The server of this test run (`URBANGRID_TEST_DATABASE_URL`); nil: there is none.
    public static let shared: PostgresServer? =
        Environment["URBANGRID_TEST_DATABASE_URL"].map(PostgresServer.init(url:))

    /// Owns the tables of the tests' databases.
    public static let owner = "urbangrid_test_owner"
    /// What the program connects as: neither owns tables nor passes row-level security by.
    public static let application = "urbangrid_test_application"

    private let address: URLComponents
    private let queue = DispatchQueue(label: "test databases")
    private var connection: RawConnection?
    /// Dropping a database waits for the disk: nobody else is to wait for that.
    private let dropQueue = DispatchQueue(label: "test databases that go away")
    private var dropConnection: RawConnection?

    /// - Parameter url: a superuser's, as `scripts/test-postgres` prints it.
    public init(url: String) {
        address = URLComponents(string: url) ?? URLComponents()
    }

    /// The roles of the tests, with a password that only those know who know the superuser's.
    public func makeRoles() async throws {
        for role in [Self.owner, Self.application] {
            try await execute(
                """
                DO $$ BEGIN
                    CREATE ROLE \(role) LOGIN PASSWORD '\(address.password ?? "")';
                EXCEPTION WHEN duplicate_object OR unique_violation THEN
                    NULL;
                END $$
                """)
        }
    }

    /// - Parameter role: nil: the superuser.
    public func url(database: String? = nil, role: String? = nil) -> String {
        var url = address
        if let database { url.path = "/" + database }
        if let role { url.user = role }
        return url.string ?? ""
    }

    /// Runs a statement outside any transaction, one after the other: they take a while and must not hold up tasks.
    public func execute(_ sql: String) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.async { continuation.resume(with: Result { try self.executeNow(sql) }) }
        }
    }

    /// Some time later, without telling: a database that stays harms no test.
    func drop(_ database: String) {
        dropQueue.async {
            guard let connection = self.dropConnection ?? (try? RawConnection(url: self.url())) else { return }
            self.dropConnection = connection
            _ = try? connection.query("DROP DATABASE IF EXISTS \(database) WITH (FORCE)")
        }
    }

    private func executeNow(_ sql: String) throws {
        let connection = try self.connection ?? RawConnection(url: url())
        self.connection = connection
        try connection.query(sql)
    }
}

/// A test asks for PostgreSQL where there is none.
struct NoPostgresError: Error, CustomStringConvertible {
    var description: String { "URBANGRID_TEST_DATABASE_URL is not set" }
}
