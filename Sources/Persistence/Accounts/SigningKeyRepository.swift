public import GridModel
import Identity

/// Keys that access tokens are signed with, sealed under the installation's key.
public struct SigningKeyRepository {
    public struct Sealed: Hashable, Sendable {
        public let id: String
        public let key: [UInt8]
        public let createdAt: Timestamp
        /// Since when it signs no more; its tokens are good until they expire.
        public let retiredAt: Timestamp?
    }

    private let connection: any SQLConnection

    /// - Parameter connection: of a `readUnscoped` or `writeUnscoped`.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    /// Newest first: a handful.
    public func all() throws -> [Sealed] {
        try connection.rows(
            """
            SELECT key_id, sealed_private_key, created_at, retired_at FROM signing_keys
            ORDER BY created_at DESC, key_id
            """
        ) {
            Sealed(id: $0.text(0), key: $0.blob(1), createdAt: $0.timestamp(2), retiredAt: $0.optionalTimestamp(3))
        }
    }

    public func insert(_ id: String, sealed: [UInt8], at now: Timestamp) throws {
        try connection.run(
            "INSERT INTO signing_keys (key_id, sealed_private_key, created_at) VALUES ($1, $2, $3)",
            [id.sql, sealed.sql, now.sql])
    }

    /// Every key but one signs no more.
    public func retireAll(but id: String, at now: Timestamp) throws {
        try connection.run(
            "UPDATE signing_keys SET retired_at = $2 WHERE key_id <> $1 AND retired_at IS NULL", [id.sql, now.sql])
    }

    /// Deletes those whose last tokens have expired.
    public func deleteRetired(before moment: Timestamp) throws {
        try connection.run("DELETE FROM signing_keys WHERE retired_at < $1", [moment.sql])
    }
}
