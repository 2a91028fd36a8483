package import GridModel
package import Identity
import Persistence

/// Renews a session by its refresh token, and changes its active tenant.
///
/// A refresh token is good once. One that comes again was seen by somebody else, and the session ends; but for a few
/// seconds after its use, when it is a second tab of the same browser or an answer that was lost: that request is told
/// that it came too late, and is given nothing.
package struct RenewSession: Sendable {
    private static let graceSeconds: Int64 = 10

    private enum Outcome: Sendable {
        case renewed(SessionIssuer.Draft)
        case justRenewed
        /// The session has ended by it.
        case reused
        case refused
    }

    private let parts: AccountParts

    package init(_ parts: AccountParts) {
        self.parts = parts
    }

    /// - Throws: `AccountRefusal`
    package func callAsFunction(_ text: String, _ visitor: Visitor) async throws -> SessionGrant {
        guard let token = RefreshToken(text) else { throw AccountRefusal.notSignedIn }
        let (now, demand) = (parts.now(), parts.settings.secondFactorDemand)
        // Whoever has a token of no session disturbs nobody: no write.
        let isKnown = try await parts.database.readUnscoped {
            try SessionRepository(platform: $0).session(token.session)?.isOpen(at: now) ?? false
        }
        guard isKnown else { throw AccountRefusal.notSignedIn }
        let outcome = try await parts.database.writeUnscoped { connection -> Outcome in
            let sessions = SessionRepository(platform: connection)
            guard let session = try sessions.session(token.session), session.isOpen(at: now),
                let user = try UserRepository(platform: connection).user(session.user), user.disabledAt == nil
            else { return .refused }
            if token.secret.matches(hash: session.refreshHash) {
                return try SessionIssuer.renew(
                    session, of: user, tenant: nil, visitor, demand: demand, at: now, connection
                )
                .map { .renewed($0) } ?? .refused
            }
            guard let usedAt = try sessions.usedAt(token.secret.hash, in: session.id) else { return .refused }
            if now - usedAt <= Self.graceSeconds { return .justRenewed }
            try sessions.end(session.id, of: user.id, because: "a refresh token was used twice", at: now)
            try connection.note(
                "session.reuse", by: visitor.actor(user.id, user.email), on: user.id,
                in: try connection.tenantsToTell(of: user.id, among: [session.activeTenant]), outcome: .refused,
                after: "{\"session\":\"\(session.id)\"}", at: now)
            try connection.notify(.identity)
            return .reused
        }
        switch outcome {
        case .renewed(let draft): return try await issuer.grant(draft)
        case .justRenewed:
            throw AccountRefusal.conflict("The session was renewed a moment ago: use the newer token.")
        case .reused:
            parts.changed()
            throw AccountRefusal.notSignedIn
        case .refused: throw AccountRefusal.notSignedIn
        }
    }

    /// Makes another of somebody's tenants the active one.
    /// - Throws: `AccountRefusal`
    package func choose(_ tenant: TenantID, _ access: Access, _ visitor: Visitor) async throws -> SessionGrant {
        let (user, id) = try await parts.person(access)
        let (now, demand) = (parts.now(), parts.settings.secondFactorDemand)
        let draft = try await parts.change { connection -> SessionIssuer.Draft? in
            guard let found = try AccountTenants(platform: connection).tenant(tenant, of: user.id) else {
                throw AccountRefusal.notFound("tenant \(tenant) that you belong to")
            }
            guard found.isActive else { throw AccountRefusal.forbidden("This tenant is suspended.") }
            guard let session = try SessionRepository(platform: connection).session(id), session.isOpen(at: now) else {
                return nil
            }
            return try SessionIssuer.renew(
                session, of: user, tenant: tenant, visitor, demand: demand, at: now, connection)
        }
        guard let draft else { throw AccountRefusal.notSignedIn }
        return try await issuer.grant(draft)
    }

    private var issuer: SessionIssuer { SessionIssuer(tokens: parts.tokens, now: parts.now) }
}
