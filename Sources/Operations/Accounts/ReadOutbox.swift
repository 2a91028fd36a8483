package import GridModel
package import Identity
package import Persistence

/// Shows the installation's mails to its owner.
///
/// They hold links that let somebody in, so a look is noted in the platform's log: once in a quarter of an hour for each
/// who looks, as a page that is refreshed is one look and must not drown the log.
package struct ReadOutbox: Sendable {
    /// How long further looks count as the same.
    package static let lookSeconds: Int64 = 900

    private let database: any Database
    private let now: @Sendable () -> Timestamp

    /// - Parameter now: the wall clock.
    package init(database: any Database, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.now = now
    }

    /// Newest first; noted before anything is shown.
    package func callAsFunction(
        before: MailID?, limit: Int, by actor: Actor
    ) async throws -> [OutboxRepository.Entry] {
        let now = now()
        if try await !database.readUnscoped({ try Self.isNoted(of: actor, at: now, $0) }) {
            try await database.writeUnscoped { connection in
                // Another page of theirs may have come first.
                guard try !Self.isNoted(of: actor, at: now, connection) else { return }
                try AuditRepository(platform: connection).add(
                    AuditEvent(actor: actor, action: Self.action, objectKind: "outbox", objectID: ""), at: now)
            }
        }
        return try await database.readUnscoped {
            try OutboxRepository(platform: $0).list(before: before, limit: limit)
        }
    }

    private static let action = "outbox.read"

    private static func isNoted(of actor: Actor, at now: Timestamp, _ connection: any SQLConnection) throws -> Bool {
        let filter = AuditFilter(actor: actor.name, action: action, from: now - lookSeconds)
        return try !AuditRepository(platform: connection).list(filter, before: nil, limit: 1).isEmpty
    }
}
