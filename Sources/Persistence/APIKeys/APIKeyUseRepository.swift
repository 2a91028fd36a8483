public import GridModel
public import Identity

/// How often keys were used, hour by hour.
public struct APIKeyUseRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Adds to what is counted; of a key that is gone, nothing.
    public func add(_ use: APIKeyUse, of key: APIKeyID, lastUsedAt: Timestamp?) throws {
        let changed = try session.connection.run(
            """
            UPDATE api_keys SET last_used_at =
                CASE WHEN last_used_at IS NULL OR last_used_at < $3 THEN $3 ELSE last_used_at END
            WHERE tenant_id = $1 AND key_id = $2
            """,
            [session.tenant, key.sql, lastUsedAt.sql])
        guard changed > 0 else { return }
        try session.connection.run(
            """
            INSERT INTO api_key_use (tenant_id, key_id, hour_start, requests, refused) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant_id, key_id, hour_start) DO UPDATE SET
                requests = api_key_use.requests + excluded.requests, refused = api_key_use.refused + excluded.refused
            """,
            [session.tenant, key.sql, use.hour.sql, use.requests.sql, use.refused.sql])
    }

    /// The hours of a span in which there was any, in order.
    public func hours(of key: APIKeyID, in span: TimeSpan) throws -> [APIKeyUse] {
        try session.connection.rows(
            """
            SELECT hour_start, requests, refused FROM api_key_use
            WHERE tenant_id = $1 AND key_id = $2 AND hour_start >= $3 AND hour_start < $4 ORDER BY hour_start
            """,
            [session.tenant, key.sql, span.start.sql, span.end.sql]
        ) { APIKeyUse(hour: $0.timestamp(0), requests: $0.integer(1), refused: $0.integer(2)) }
    }

    /// Requests in the hours of a span.
    public func requests(of key: APIKeyID, in span: TimeSpan) throws -> Int64 {
        try session.connection.firstRow(
            """
            SELECT CAST(COALESCE(SUM(requests), 0) AS BIGINT) FROM api_key_use
            WHERE tenant_id = $1 AND key_id = $2 AND hour_start >= $3 AND hour_start < $4
            """,
            [session.tenant, key.sql, span.start.sql, span.end.sql]
        ) { $0.integer(0) } ?? 0
    }

    /// - Returns: how many hours.
    @discardableResult
    public func delete(before moment: Timestamp) throws -> Int {
        try session.connection.run(
            "DELETE FROM api_key_use WHERE tenant_id = $1 AND hour_start < $2", [session.tenant, moment.sql])
    }
}
