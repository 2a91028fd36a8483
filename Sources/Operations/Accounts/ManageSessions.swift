package import Identity
package import Persistence

/// Shows somebody where they are signed in, and ends it.
package struct ManageSessions: Sendable {
    package static let mostListed = 100

    private let parts: AccountParts

    package init(_ parts: AccountParts) {
        self.parts = parts
    }

    /// The last used first.
    package func list(_ access: Access) async throws -> [Session] {
        let (user, _) = try await parts.person(access)
        let now = parts.now()
        return try await parts.database.readUnscoped {
            try SessionRepository(platform: $0).open(of: user.id, at: now, limit: Self.mostListed)
        }
    }

    /// - Returns: whether it was an open session of theirs.
    package func end(_ id: SessionID, _ access: Access, _ visitor: Visitor) async throws -> Bool {
        let (user, _) = try await parts.person(access)
        let now = parts.now()
        return try await parts.change { connection in
            guard
                try SessionRepository(platform: connection).end(id, of: user.id, because: "ended in the list", at: now)
            else { return false }
            try connection.note(
                "session.end", by: visitor.actor(user.id, user.email), on: user.id,
                after: "{\"session\":\"\(id)\"}", at: now)
            return true
        }
    }

    /// All but the one that asks.
    /// - Returns: how many.
    package func endOthers(_ access: Access, _ visitor: Visitor) async throws -> Int {
        let (user, own) = try await parts.person(access)
        let now = parts.now()
        return try await parts.change { connection in
            let count = try SessionRepository(platform: connection).endAll(
                of: user.id, but: own, because: "ended in the list", at: now)
            try connection.note(
                "session.endOthers", by: visitor.actor(user.id, user.email), on: user.id,
                after: "{\"sessions\":\(count)}", at: now)
            return count
        }
    }

    /// Ends the session of a refresh token, be it used already, or of an access token; nothing where they are of none.
    package func signOut(refreshToken: String?, accessToken: String?, _ visitor: Visitor) async throws {
        let refresh = refreshToken.flatMap { RefreshToken($0) }
        var access: AccessToken?
        if let accessToken { access = await parts.tokens.verify(accessToken) }
        guard refresh != nil || access != nil else { return }
        let (now, token) = (parts.now(), access)
        try await parts.change { connection in
            let sessions = SessionRepository(platform: connection)
            var ending = try token.flatMap { try sessions.session($0.session) }
            if let refresh, let session = try sessions.session(refresh.session) {
                let isTheirs =
                    try refresh.secret.matches(hash: session.refreshHash)
                    || sessions.usedAt(refresh.secret.hash, in: session.id) != nil
                if isTheirs { ending = session }
            }
            guard let ending, try sessions.end(ending.id, of: ending.user, because: "signed out", at: now) else {
                return
            }
            let email = try UserRepository(platform: connection).user(ending.user)?.email ?? ""
            try connection.note("session.end", by: visitor.actor(ending.user, email), on: ending.user, at: now)
        }
    }
}
