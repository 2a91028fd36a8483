import DatabaseTesting
import GridModel
import Persistence
import PostgresDriver

/// A table with one number in it, and one number for each tenant that a test names.
final class Tally: Sendable {
    let temporary: TemporaryDatabase

    var database: any Database { temporary.database }

    init(_ engine: TestEngine, tenants: [TenantScope] = [], connections: Int = 4) async throws {
        temporary = try await TemporaryDatabase(engine) { $0.maximumConnections = connections }
        try await temporary.database.changeSchema { connection in
            try connection.run("CREATE TABLE tally (n BIGINT NOT NULL)")
            try connection.run("INSERT INTO tally (n) VALUES (0)")
            try connection.run("CREATE TABLE tenant_tally (tenant_id BIGINT PRIMARY KEY, n BIGINT NOT NULL)")
            try connection.run(
                "CREATE TABLE tenant_notes (tenant_id BIGINT NOT NULL, n BIGINT NOT NULL, PRIMARY KEY (tenant_id, n))")
        }
        for tenant in tenants {
            try await database.write(tenant) { session in
                _ = try session.connection.run(
                    "INSERT INTO tenant_tally (tenant_id, n) VALUES ($1, 0)", [session.scope.tenant.sql])
            }
        }
    }

    func value() async throws -> Int? {
        try await database.readUnscoped { try $0.firstRow("SELECT n FROM tally") { $0.int(0) } }
    }

    func value(of tenant: TenantScope, in database: (any Database)? = nil) async throws -> Int? {
        try await (database ?? self.database).read(tenant) { try Self.value($0) }
    }

    static func value(_ session: TenantSession) throws -> Int? {
        try session.connection.firstRow(
            "SELECT n FROM tenant_tally WHERE tenant_id = $1", [session.scope.tenant.sql]
        ) { $0.int(0) }
    }

    static func set(_ value: Int, _ session: TenantSession) throws {
        try session.connection.run(
            "UPDATE tenant_tally SET n = $2 WHERE tenant_id = $1", [session.scope.tenant.sql, value.sql])
    }
}

extension TenantScope {
    static let one = TenantScope(tenant: TenantID(1))
    static let two = TenantScope(tenant: TenantID(2))
}
