public import GridModel

/// A tenant's secrets for services outside, each sealed with one of its data keys.
public struct TenantSecretRepository {
    public struct Sealed: Hashable, Sendable {
        public let name: String
        public let keyVersion: Int64
        public let value: [UInt8]
    }

    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    public func secret(_ name: String) throws -> Sealed? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 AND name = $2", [session.tenant, name.sql], Self.sealed)
    }

    /// Names and when each was last set, by name.
    public func names() throws -> [(name: String, changedAt: Timestamp)] {
        try session.connection.rows(
            "SELECT name, changed_at FROM tenant_secrets WHERE tenant_id = $1 ORDER BY name", [session.tenant]
        ) { ($0.text(0), $0.timestamp(1)) }
    }

    /// Those that are sealed with an older key than the version, by name.
    public func sealed(before version: Int64, limit: Int) throws -> [Sealed] {
        try session.connection.rows(
            Self.select + " WHERE tenant_id = $1 AND key_version < $2 ORDER BY name LIMIT $3",
            [session.tenant, version.sql, limit.sql], Self.sealed)
    }

    public func set(_ name: String, keyVersion: Int64, value: [UInt8], at now: Timestamp) throws {
        try session.connection.run(
            """
            INSERT INTO tenant_secrets (tenant_id, name, key_version, sealed_value, changed_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant_id, name) DO UPDATE SET key_version = excluded.key_version,
                sealed_value = excluded.sealed_value, changed_at = excluded.changed_at
            """, [session.tenant, name.sql, keyVersion.sql, value.sql, now.sql])
    }

    /// The same value under another key: nobody has set it anew.
    public func reseal(_ name: String, keyVersion: Int64, value: [UInt8]) throws {
        try session.connection.run(
            "UPDATE tenant_secrets SET key_version = $3, sealed_value = $4 WHERE tenant_id = $1 AND name = $2",
            [session.tenant, name.sql, keyVersion.sql, value.sql])
    }

    /// - Returns: whether there was such a secret.
    public func delete(_ name: String) throws -> Bool {
        try session.connection.run(
            "DELETE FROM tenant_secrets WHERE tenant_id = $1 AND name = $2", [session.tenant, name.sql]) == 1
    }

    private static let select: SQL = "SELECT name, key_version, sealed_value FROM tenant_secrets"

    private static func sealed(_ row: any SQLRow) -> Sealed {
        Sealed(name: row.text(0), keyVersion: row.integer(1), value: row.blob(2))
    }
}
