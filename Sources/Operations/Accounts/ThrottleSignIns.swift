import GridModel
import Identity
import Persistence

/// Counts attempts to sign in, in one place for all processes.
struct ThrottleSignIns: Sendable {
    let database: any Database
    let now: @Sendable () -> Timestamp

    /// Counts an attempt as failed until it is taken back.
    /// - Throws: `AccountRefusal.tooMany` when one of the subjects has to wait; then none was counted.
    func begin(_ subjects: [SignInSubject]) async throws {
        let now = now()
        // Whoever has to wait is told so without a write: a flood of them disturbs nobody.
        let waits = try await database.readUnscoped { connection in
            try subjects.compactMap { subject in
                var failures = try FailedSignInRepository(platform: connection).failures(subject)
                return failures.attempt(at: now, subject.policy)
            }
        }
        if let longest = waits.max() { throw AccountRefusal.tooMany(longest) }
        let wait = try await database.writeUnscoped { try Self.begin(subjects, at: now, $0) }
        if let wait { throw AccountRefusal.tooMany(wait) }
    }

    /// - Returns: the seconds to wait; nil when the attempt may go on.
    static func begin(_ subjects: [SignInSubject], at now: Timestamp, _ connection: any SQLConnection) throws -> Int64?
    {
        let repository = FailedSignInRepository(platform: connection)
        var counted: [(FailedSignIns, SignInSubject)] = []
        var longest: Int64?
        for subject in subjects {
            var failures = try repository.failures(subject)
            if let wait = failures.attempt(at: now, subject.policy) { longest = max(longest ?? 0, wait) }
            counted.append((failures, subject))
        }
        guard longest == nil else { return longest }
        for (failures, subject) in counted { try repository.save(failures, of: subject) }
        return nil
    }

    /// Also for a request that was given up: its task is cancelled, this one is not.
    func takeBack(_ subjects: [SignInSubject]) async throws {
        try await Task { [database] in
            try await database.writeUnscoped { try Self.takeBack(subjects, $0) }
        }.value
    }

    static func takeBack(_ subjects: [SignInSubject], _ connection: any SQLConnection) throws {
        let repository = FailedSignInRepository(platform: connection)
        for subject in subjects {
            var failures = try repository.failures(subject)
            failures.takeBack()
            try repository.save(failures, of: subject)
        }
    }
}
