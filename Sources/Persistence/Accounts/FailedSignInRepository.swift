public import GridModel
public import Identity

/// How often signing in has failed, by subject.
public struct FailedSignInRepository {
    private let connection: any SQLConnection

    /// - Parameter connection: of a `writeUnscoped`: attempts are counted one after another.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    /// Nothing is kept of a subject that has not failed.
    public func failures(_ subject: SignInSubject) throws -> FailedSignIns {
        try connection.firstRow(
            "SELECT failures, last_failed_at, blocked_until FROM failed_sign_ins WHERE subject = $1",
            [subject.text.sql]
        ) {
            FailedSignIns(failures: $0.integer(0), lastFailedAt: $0.timestamp(1), blockedUntil: $0.timestamp(2))
        } ?? FailedSignIns()
    }

    public func save(_ failures: FailedSignIns, of subject: SignInSubject) throws {
        guard failures.failures > 0 else { return try delete(subject) }
        try connection.run(
            """
            INSERT INTO failed_sign_ins (subject, failures, last_failed_at, blocked_until) VALUES ($1, $2, $3, $4)
            ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures,
                last_failed_at = excluded.last_failed_at, blocked_until = excluded.blocked_until
            """,
            [
                subject.text.sql, failures.failures.sql, failures.lastFailedAt.sql, failures.blockedUntil.sql,
            ])
    }

    public func delete(_ subject: SignInSubject) throws {
        try connection.run("DELETE FROM failed_sign_ins WHERE subject = $1", [subject.text.sql])
    }

    /// - Returns: how many.
    @discardableResult
    public func deleteForgotten(before moment: Timestamp) throws -> Int {
        try connection.run("DELETE FROM failed_sign_ins WHERE last_failed_at < $1", [moment.sql])
    }
}
