import GridModel
package import Identity
package import Persistence

/// Shows somebody where they are signed in, and ends it.
package struct ManageSessions: Sendable {
    /// What an installation may allow one person; beyond its limit, the one that was used longest ago ends.
    package static let limits = 1...1000

    private let parts: AccountParts

    package init(_ parts: AccountParts) {
        self.parts = parts
    }

    /// The last used first.
    package func list(_ access: Access) async throws -> [Session] {
        let (user, _) = try await parts.person(access)
        let now = parts.now()
        return try await parts.database.readUnscoped {
            try SessionRepository(platform: $0).open(of: user.id, at: now, limit: Self.limits.upperBound)
        }
    }

    /// - Returns: whether it was an open session of theirs.
    /// - Throws: `AccountRefusal`
    package func end(
        _ id: SessionID, _ confirmation: Confirmation, _ access: Access, _ visitor: Visitor
    ) async throws -> Bool {
        let (user, _) = try await parts.confirmed(confirmation, access, visitor)
        let now = parts.now()
        return try await parts.change { connection in
            let sessions = SessionRepository(platform: connection)
            let tenant = try sessions.session(id)?.activeTenant
            guard try sessions.end(id, of: user.id, because: "ended in the list", at: now) else { return false }
            try connection.note(
                "session.end", by: visitor.actor(user.id, user.email), on: user.id,
                in: try connection.tenantsToTell(of: user.id, among: [tenant]), after: "{\"session\":\"\(id)\"}",
                at: now)
            return true
        }
    }

    /// All but the one that asks.
    /// - Returns: how many.
    /// - Throws: `AccountRefusal`
    package func endOthers(
        _ confirmation: Confirmation, _ access: Access, _ visitor: Visitor
    ) async throws -> Int {
        let (user, own) = try await parts.confirmed(confirmation, access, visitor)
        let now = parts.now()
        return try await parts.change { connection in
            let sessions = SessionRepository(platform: connection)
            let others = try sessions.open(of: user.id, at: now, limit: Self.limits.upperBound).filter { $0.id != own }
            let count = try sessions.endAll(of: user.id, but: own, because: "ended in the list", at: now)
            try connection.note(
                "session.endOthers", by: visitor.actor(user.id, user.email), on: user.id,
                in: try connection.tenantsToTell(of: user.id, among: others.map(\.activeTenant)),
                after: "{\"sessions\":\(count)}", at: now)
            return count
        }
    }

    /// Ends the session of a refresh token, be it used already, or of an access token; nothing where they are of none.
    package func signOut(refreshToken: String?, accessToken: String?, _ visitor: Visitor) async throws {
        let refresh = refreshToken.flatMap { RefreshToken($0) }
        var access: AccessToken?
        if let accessToken { access = await parts.tokens.verify(accessToken) }
        let token = access
        let found = try await parts.database.readUnscoped { connection -> Session? in
            let sessions = SessionRepository(platform: connection)
            if let refresh, let session = try sessions.session(refresh.session) {
                let isTheirs =
                    try refresh.secret.matches(hash: session.refreshHash)
                    || sessions.usedAt(refresh.secret.hash, in: session.id) != nil
                if isTheirs { return session }
            }
            return try token.flatMap { try sessions.session($0.session) }
        }
        let now = parts.now()
        // Whoever shows nothing of a session disturbs nobody.
        guard let found, found.isOpen(at: now) else { return }
        try await parts.change { connection in
            let sessions = SessionRepository(platform: connection)
            guard try sessions.end(found.id, of: found.user, because: "signed out", at: now) else { return }
            let email = try UserRepository(platform: connection).user(found.user)?.email ?? ""
            try connection.note(
                "session.end", by: visitor.actor(found.user, email), on: found.user,
                in: try connection.tenantsToTell(of: found.user, among: [found.activeTenant]), at: now)
        }
    }
}
