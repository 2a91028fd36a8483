import GridModel
import Identity
import Persistence

/// Lets somebody in by e-mail address and password, and by the code of their second factor where they have one.
///
/// Whoever is refused does not learn which part was wrong, nor from how long it took: where there is no account, a hash
/// is made all the same.
package struct SignIn: Sendable {
    private static let challengeSeconds: Int64 = 300
    private static let mostCodes = 5

    private let parts: AccountParts

    package init(_ parts: AccountParts) {
        self.parts = parts
    }

    private var issuer: SessionIssuer { SessionIssuer(tokens: parts.tokens, now: parts.now) }

    /// - Throws: `AccountRefusal`
    package func callAsFunction(
        email typed: String, password: String, isPersistent: Bool, _ visitor: Visitor
    ) async throws -> SignInAnswer {
        // What is no address is counted and checked like one without an account.
        let email = EmailAddress.normalized(typed) ?? "?" + typed.prefix(254)
        let subjects: [SignInSubject] = [
            .account(email, from: visitor.address), .address(visitor.address),
        ]
        try await parts.throttle.begin(subjects)
        let found = try await parts.database.readUnscoped { try UserRepository(platform: $0).user(email: email) }
        let isRight: Bool
        do {
            isRight = try await parts.hasher.verify(password, against: found?.passwordHash)
        } catch {
            try await parts.throttle.takeBack(subjects)
            if error is PasswordHasher.Busy { throw AccountRefusal.busy }
            throw error
        }
        guard isRight, let user = found, user.disabledAt == nil else {
            // It may be anybody who names the account.
            let (now, actor) = (parts.now(), visitor.anonymous)
            try await parts.database.writeUnscoped { connection in
                let tenants = try found.map { try connection.tenantsToTell(of: $0.id) } ?? []
                try connection.note("session.begin", by: actor, on: found?.id, in: tenants, outcome: .refused, at: now)
            }
            throw AccountRefusal.notSignedIn
        }
        let answer = try await admit(user, isPersistent: isPersistent, visitor)
        try await renewHash(of: user, password)
        return answer
    }

    /// Where the stored hash was made with less work than is asked for today.
    private func renewHash(of user: User, _ password: String) async throws {
        guard let old = user.passwordHash, parts.hasher.needsRenewal(old) else { return }
        do {
            let renewed = try await parts.hash(password)
            try await parts.database.writeUnscoped {
                try UserRepository(platform: $0).renew(passwordHash: renewed, replacing: old, of: user.id)
            }
        } catch AccountRefusal.busy {
            // They are in; the next sign-in renews it.
        }
    }

    /// - Parameter code: of the authenticator, or a recovery code.
    /// - Throws: `AccountRefusal`
    package func secondFactor(challenge: String, code: String, _ visitor: Visitor) async throws -> SessionGrant {
        let (now, hash) = (parts.now(), SecretToken(text: challenge).hash)
        let check = parts.secondFactorCheck(at: now)
        let settings = parts.settings
        // A refusal is counted, so the transaction must not be given up: it answers instead of throwing.
        let outcome = try await parts.database.writeUnscoped {
            connection -> Result<SessionIssuer.Draft, AccountRefusal> in
            let tokens = OneTimeTokenRepository(platform: connection)
            guard let token = try tokens.token(hash, for: .secondFactor, at: now), token.attempts < Self.mostCodes,
                let id = token.user, let user = try UserRepository(platform: connection).user(id),
                user.disabledAt == nil
            else { return .failure(.notSignedIn) }
            let subjects: [SignInSubject] = [.secondFactor(id, from: visitor.address), .secondFactor(id)]
            if let wait = try ThrottleSignIns.begin(subjects, at: now, connection) {
                return .failure(.tooMany(wait))
            }
            guard let way = try check.take(code, of: user, connection) else {
                try tokens.countAttempt(hash)
                try connection.note(
                    "session.secondFactor", by: visitor.actor(id, user.email), on: id,
                    in: try connection.tenantsToTell(of: id), outcome: .refused, at: now)
                return .failure(.notSignedIn)
            }
            for subject in subjects { try FailedSignInRepository(platform: connection).delete(subject) }
            _ = try tokens.take(hash, for: .secondFactor, at: now)
            return .success(
                try SessionIssuer.begin(
                    user, method: way, secondFactorAt: now, isPersistent: token.document == Self.persistent, visitor,
                    settings: settings, at: now, connection))
        }
        return try await issuer.grant(try outcome.get())
    }

    /// The password was right.
    private func admit(_ user: User, isPersistent: Bool, _ visitor: Visitor) async throws -> SignInAnswer {
        let (now, challenge, settings) = (parts.now(), SecretToken(), parts.settings)
        let outcome = try await parts.database.writeUnscoped {
            connection -> Result<SessionIssuer.Draft?, AccountRefusal> in
            // Failures of this account are forgiven; of the address only this attempt, which was none.
            try FailedSignInRepository(platform: connection).delete(.account(user.email, from: visitor.address))
            try ThrottleSignIns.takeBack([.address(visitor.address)], connection)
            // The account as it is now: it may have changed while the hash was made.
            guard let present = try UserRepository(platform: connection).user(user.id), present.disabledAt == nil,
                present.passwordHash == user.passwordHash
            else { return .failure(.notSignedIn) }
            guard present.emailVerifiedAt != nil else { return .failure(.emailNotVerified) }
            guard present.hasSecondFactor else {
                return .success(
                    try SessionIssuer.begin(
                        present, method: "password", secondFactorAt: nil, isPersistent: isPersistent, visitor,
                        settings: settings, at: now, connection))
            }
            try OneTimeTokenRepository(platform: connection).insert(
                OneTimeToken(
                    purpose: .secondFactor, user: user.id, document: isPersistent ? Self.persistent : "{}",
                    createdAt: now, expiresAt: now + Self.challengeSeconds), hash: challenge.hash)
            return .success(nil)
        }
        guard let draft = try outcome.get() else { return .secondFactor(challenge: challenge.text) }
        return .session(try await issuer.grant(draft))
    }

    private static let persistent = "{\"isPersistent\":true}"
}
