public import GridModel
public import Identity

/// A tenant's API keys. Of a secret only the hash is stored.
public struct APIKeyRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Adds a key.
    /// - Parameter actorName: who made it.
    public func add(
        _ settings: APIKey.Settings, secret: SecretToken, by actorName: String, at now: Timestamp
    ) throws -> APIKey {
        let id = try IdentifierCounter(session: session).next("apiKey", as: APIKeyID.self)
        let token = APIKeyToken(tenant: session.scope.tenant, key: id, secret: secret)
        try session.connection.run(
            """
            INSERT INTO api_keys (tenant_id, key_id, name, secret_hash, secret_hint, scopes, allowed_addresses,
                requests_per_minute, monthly_quota, created_by, created_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            [
                session.tenant, id.sql, settings.name.sql, secret.hash.sql, token.hint.sql,
                Self.text(settings.scopes).sql, Self.text(settings.allowedAddresses).sql,
                settings.requestsPerMinute.sql, settings.monthlyQuota.sql, actorName.sql, now.sql,
                settings.expiresAt.sql,
            ])
        return APIKey(id: id, settings: settings, hint: token.hint, createdBy: actorName, createdAt: now)
    }

    /// Stores what can change of a key: its settings, that it was revoked, what follows it.
    public func update(_ key: APIKey) throws {
        try session.connection.run(
            """
            UPDATE api_keys SET name = $3, scopes = $4, allowed_addresses = $5, requests_per_minute = $6,
                monthly_quota = $7, expires_at = $8, revoked_at = $9, replaced_by = $10
            WHERE tenant_id = $1 AND key_id = $2
            """,
            [
                session.tenant, key.id.sql, key.settings.name.sql, Self.text(key.settings.scopes).sql,
                Self.text(key.settings.allowedAddresses).sql, key.settings.requestsPerMinute.sql,
                key.settings.monthlyQuota.sql, key.settings.expiresAt.sql, key.revokedAt.sql, key.replacedBy.sql,
            ])
    }

    public func key(_ id: APIKeyID) throws -> APIKey? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 AND key_id = $2", [session.tenant, id.sql], Self.key)
    }

    /// A key with the hash of its secret.
    public func stored(_ id: APIKeyID) throws -> (key: APIKey, hash: [UInt8])? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 AND key_id = $2", [session.tenant, id.sql]
        ) { (try Self.key($0), $0.blob(12)) }
    }

    /// In the order they were made.
    /// - Parameter now: what their states are looked at for.
    public func list(
        _ filter: APIKeyFilter = APIKeyFilter(), at now: Timestamp, after: APIKeyID? = nil, limit: Int
    ) throws -> [APIKey] {
        var conditions = SQLConditions("tenant_id", session.tenant)
        conditions.add(filter.state, at: now)
        conditions.add("created_by =", filter.maker)
        conditions.add(oneOf: ["name", "created_by"], containing: filter.search)
        conditions.add("key_id >", after)
        let last = conditions.parameter(limit)
        return try session.connection.rows(
            Self.select + conditions.sql + " ORDER BY key_id LIMIT " + last, conditions.arguments, Self.key)
    }

    /// How many can be used at a moment.
    public func activeCount(at now: Timestamp) throws -> Int {
        try session.connection.firstRow(
            """
            SELECT COUNT(*) FROM api_keys WHERE tenant_id = $1 AND revoked_at IS NULL
                AND (expires_at IS NULL OR expires_at > $2)
            """,
            [session.tenant, now.sql]
        ) { $0.int(0) } ?? 0
    }

    private static let select: SQL = """
        SELECT key_id, name, secret_hint, scopes, allowed_addresses, requests_per_minute, monthly_quota, created_by,
            created_at, expires_at, revoked_at, last_used_at, secret_hash, replaced_by FROM api_keys
        """

    private static func key(_ row: any SQLRow) throws -> APIKey {
        APIKey(
            id: row.id(0),
            settings: APIKey.Settings(
                name: row.text(1), scopes: scopes(row.text(3)), allowedAddresses: try addresses(row.text(4)),
                requestsPerMinute: row.isNull(5) ? nil : row.int(5), monthlyQuota: row.isNull(6) ? nil : row.integer(6),
                expiresAt: row.optionalTimestamp(9)),
            hint: row.text(2), createdBy: row.text(7), createdAt: row.timestamp(8),
            revokedAt: row.optionalTimestamp(10), lastUsedAt: row.optionalTimestamp(11), replacedBy: row.optionalID(13))
    }

    private static func text(_ scopes: Set<Permission>) -> String {
        scopes.map(\.rawValue).sorted().joined(separator: " ")
    }

    private static func text(_ blocks: [AddressBlock]) -> String {
        blocks.map(\.description).joined(separator: " ")
    }

    /// A permission that this program does not know gives nothing.
    private static func scopes(_ text: String) -> Set<Permission> {
        Set(text.split(separator: " ").compactMap { Permission(rawValue: String($0)) })
    }

    /// A block that cannot be read must not open the key to all: an empty list would.
    private static func addresses(_ text: String) throws -> [AddressBlock] {
        try text.split(separator: " ").map { part in
            guard let block = AddressBlock(part) else {
                throw DatabaseError(.corrupt, detail: "An API key's allowed addresses do not read: \(text)")
            }
            return block
        }
    }
}
