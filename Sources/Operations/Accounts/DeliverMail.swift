package import GridModel
package import Integrations
package import Persistence

/// Sends the mail that waits in the outbox.
///
/// A mail is taken for five minutes before it is sent, so that no two processes send it; what fails is tried again
/// later and later, for about two days.
package struct DeliverMail: Sendable {
    private static let atOnce = 20
    private static let takenSeconds: Int64 = 300
    private static let mostAttempts = 12
    private static let longestWaitSeconds: Int64 = 6 * 3600

    private let database: any Database
    private let sender: any MailSender
    private let now: @Sendable () -> Timestamp

    package init(database: any Database, sender: any MailSender, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.sender = sender
        self.now = now
    }

    /// - Parameter failed: is told of each mail that could not be sent: its number and why. No address, no text.
    /// - Returns: how many were sent.
    @discardableResult
    package func callAsFunction(failed: @Sendable (MailID, any Error) -> Void) async throws -> Int {
        let taken = try await take()
        var sent = 0
        for waiting in taken {
            try Task.checkCancellation()
            let mail = waiting.mail
            do {
                try await sender.send(
                    MailMessage(
                        id: "\(waiting.createdAt.secondsSinceEpoch)-\(waiting.id)", recipient: mail.recipient,
                        subject: mail.subject, body: mail.body))
                let now = now()
                try await database.writeUnscoped { try OutboxRepository(platform: $0).setSent(waiting.id, at: now) }
                sent += 1
            } catch let error as CancellationError {
                throw error
            } catch {
                failed(waiting.id, error)
                let wait = min(60 << Int64(min(waiting.attempts, 10)), Self.longestWaitSeconds)
                let (next, reason) = (now() + wait, String("\(error)".prefix(300)))
                try await database.writeUnscoped {
                    try OutboxRepository(platform: $0).setFailed(waiting.id, error: reason, nextAttemptAt: next)
                }
            }
        }
        return sent
    }

    private func take() async throws -> [OutboxRepository.Waiting] {
        let now = now()
        // Most looks find nothing, and disturb no other write then.
        let isEmpty = try await database.readUnscoped {
            try OutboxRepository(platform: $0).due(at: now, mostAttempts: Self.mostAttempts, limit: 1).isEmpty
        }
        if isEmpty { return [] }
        return try await database.writeUnscoped { connection in
            let outbox = OutboxRepository(platform: connection)
            let due = try outbox.due(at: now, mostAttempts: Self.mostAttempts, limit: Self.atOnce)
            for mail in due { try outbox.take(mail.id, until: now + Self.takenSeconds) }
            return due
        }
    }
}
