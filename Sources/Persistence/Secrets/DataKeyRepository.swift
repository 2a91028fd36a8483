public import GridModel

/// A tenant's data keys, each sealed under the installation's key.
public struct DataKeyRepository {
    public struct Sealed: Hashable, Sendable {
        /// Counts from 1 within the tenant; the greatest is the one to seal with.
        public let version: Int64
        public let key: [UInt8]
    }

    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Oldest first.
    public func all() throws -> [Sealed] {
        try session.connection.rows(
            Self.select + " WHERE tenant_id = $1 ORDER BY version", [session.tenant], Self.sealed)
    }

    public func newest() throws -> Sealed? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 ORDER BY version DESC LIMIT 1", [session.tenant], Self.sealed)
    }

    public func key(_ version: Int64) throws -> Sealed? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 AND version = $2", [session.tenant, version.sql], Self.sealed)
    }

    public func insert(_ version: Int64, _ sealedKey: [UInt8], at now: Timestamp) throws {
        try session.connection.run(
            "INSERT INTO data_keys (tenant_id, version, sealed_key, created_at) VALUES ($1, $2, $3, $4)",
            [session.tenant, version.sql, sealedKey.sql, now.sql])
    }

    /// Deletes the keys that no secret is sealed with any more, but for the newest.
    /// - Returns: how many.
    @discardableResult
    public func deleteUnused() throws -> Int {
        try session.connection.run(
            """
            DELETE FROM data_keys WHERE tenant_id = $1
            AND version < (SELECT MAX(newest.version) FROM data_keys newest WHERE newest.tenant_id = $1)
            AND version NOT IN (SELECT key_version FROM tenant_secrets WHERE tenant_id = $1)
            """, [session.tenant])
    }

    private static let select: SQL = "SELECT version, sealed_key FROM data_keys"

    private static func sealed(_ row: any SQLRow) -> Sealed {
        Sealed(version: row.integer(0), key: row.blob(1))
    }
}
