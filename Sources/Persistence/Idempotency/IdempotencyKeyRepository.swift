public import GridModel

/// Requests that were made with an idempotency key, each with the answer that a repeat is given.
public struct IdempotencyKeyRepository {
    /// A key's place: keys of different principals are different keys.
    public struct Place: Hashable, Sendable {
        public let principal: String
        public let key: String

        public init(principal: String, key: String) {
            self.principal = principal
            self.key = key
        }
    }

    public struct Entry: Hashable, Sendable {
        public let requestHash: [UInt8]
        /// Nil: the request is under way, or was when its server ended.
        public let status: Int?
        public let headers: String
        /// Nil: the answer was too large to be kept.
        public let sealedBody: [UInt8]?
        public let createdAt: Timestamp
    }

    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    public func entry(_ place: Place) throws -> Entry? {
        try session.connection.firstRow(
            """
            SELECT request_hash, status, headers, body, created_at FROM idempotency_keys
            WHERE tenant_id = $1 AND principal = $2 AND idempotency_key = $3
            """, [session.tenant, place.principal.sql, place.key.sql]
        ) { row in
            Entry(
                requestHash: row.blob(0), status: row.isNull(1) ? nil : row.int(1), headers: row.text(2),
                sealedBody: row.isNull(3) ? nil : row.blob(3), createdAt: row.timestamp(4))
        }
    }

    /// How many keys a principal has, no further than a bound.
    public func count(of principal: String, upTo bound: Int) throws -> Int {
        try session.connection.firstRow(
            """
            SELECT COUNT(*) FROM (
                SELECT 1 FROM idempotency_keys WHERE tenant_id = $1 AND principal = $2 LIMIT $3) AS kept
            """, [session.tenant, principal.sql, bound.sql]
        ) { $0.int(0) } ?? 0
    }

    /// A request that begins; whatever the place held is gone.
    public func begin(_ place: Place, requestHash: [UInt8], at now: Timestamp) throws {
        try session.connection.run(
            """
            INSERT INTO idempotency_keys
                (tenant_id, principal, idempotency_key, request_hash, status, headers, body, created_at)
            VALUES ($1, $2, $3, $4, NULL, NULL, NULL, $5)
            ON CONFLICT (tenant_id, principal, idempotency_key) DO UPDATE SET request_hash = excluded.request_hash,
                status = NULL, headers = NULL, body = NULL, created_at = excluded.created_at
            """, [session.tenant, place.principal.sql, place.key.sql, requestHash.sql, now.sql])
    }

    /// The answer of the request that began then; nothing when another has begun since.
    public func finish(
        _ place: Place, begunAt: Timestamp, status: Int, headers: String, sealedBody: [UInt8]?
    ) throws {
        try session.connection.run(
            """
            UPDATE idempotency_keys SET status = $5, headers = $6, body = $7
            WHERE tenant_id = $1 AND principal = $2 AND idempotency_key = $3 AND created_at = $4 AND status IS NULL
            """,
            [
                session.tenant, place.principal.sql, place.key.sql, begunAt.sql, status.sql, headers.sql,
                sealedBody.map(\.sql) ?? .null,
            ])
    }

    /// Forgets the request that began then; nothing when another has begun since, or it has been answered.
    public func release(_ place: Place, begunAt: Timestamp) throws {
        try session.connection.run(
            """
            DELETE FROM idempotency_keys
            WHERE tenant_id = $1 AND principal = $2 AND idempotency_key = $3 AND created_at = $4 AND status IS NULL
            """, [session.tenant, place.principal.sql, place.key.sql, begunAt.sql])
    }

    /// - Returns: how many were deleted.
    @discardableResult
    public func delete(before moment: Timestamp) throws -> Int {
        try session.connection.run(
            "DELETE FROM idempotency_keys WHERE tenant_id = $1 AND created_at < $2", [session.tenant, moment.sql])
    }
}
