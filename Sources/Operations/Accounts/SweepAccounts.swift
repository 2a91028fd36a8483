import Foundation
package import GridModel
import Identity
package import Integrations
package import Persistence

/// Deletes what accounts leave behind: expired links and sessions, accounts that nobody verified, forgotten failures, old
/// mail.
package struct SweepAccounts: Sendable {
    /// An ended session is kept so long, for whoever looks into it.
    private static let sessionSeconds: Int64 = 30 * 86_400
    /// An account whose address nobody has verified.
    private static let unverifiedSeconds: Int64 = 7 * 86_400
    /// Longer than any link in a mail is good for.
    package static let mailSeconds: Int64 = 8 * 86_400
    /// Longer than any policy remembers.
    private static let failureSeconds: Int64 = 2 * 86_400
    private static let atOnce = 1000

    private let database: any Database
    private let sender: any MailSender
    private let now: @Sendable () -> Timestamp

    package init(database: any Database, sender: any MailSender, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.sender = sender
        self.now = now
    }

    package func callAsFunction() async throws {
        let now = now()
        try await database.writeUnscoped { connection in
            try OneTimeTokenRepository(platform: connection).deleteExpired(at: now)
            let gone = try UserRepository(platform: connection).deleteUnverified(before: now - Self.unverifiedSeconds)
            if gone > 0 {
                try connection.note(
                    "user.deleteUnverified", by: Actor(kind: .system, name: "sweep"), on: nil,
                    after: "{\"accounts\":\(gone)}", at: now)
            }
            try FailedSignInRepository(platform: connection).deleteForgotten(before: now - Self.failureSeconds)
            try OutboxRepository(platform: connection).delete(before: now - Self.mailSeconds)
        }
        try await sender.forget(
            before: Date(timeIntervalSince1970: Double((now - Self.mailSeconds).secondsSinceEpoch)))
        var deleted = Self.atOnce
        while deleted == Self.atOnce {
            try Task.checkCancellation()
            deleted = try await database.writeUnscoped {
                try SessionRepository(platform: $0).deleteEnded(before: now - Self.sessionSeconds, limit: Self.atOnce)
            }
        }
    }
}
