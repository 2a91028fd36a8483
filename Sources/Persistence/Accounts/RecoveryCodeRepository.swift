public import GridModel
public import Identity

/// Codes that let somebody in once without their authenticator; only their hashes are kept.
public struct RecoveryCodeRepository {
    private let connection: any SQLConnection

    /// - Parameter connection: of a `writeUnscoped`.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    /// Those before are good no more.
    public func replace(_ hashes: [[UInt8]], of user: UserID) throws {
        try connection.run("DELETE FROM recovery_codes WHERE user_id = $1", [user.sql])
        try connection.runMany(
            "INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)", hashes.map { [user.sql, $0.sql] })
    }

    /// Takes a code, once.
    /// - Returns: whether it was one of theirs and unused.
    public func take(_ hash: [UInt8], of user: UserID, at now: Timestamp) throws -> Bool {
        try connection.run(
            "UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL",
            [user.sql, hash.sql, now.sql]) == 1
    }

    public func countUnused(_ user: UserID) throws -> Int {
        try connection.firstRow(
            "SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL", [user.sql]
        ) { $0.int(0) } ?? 0
    }
}
