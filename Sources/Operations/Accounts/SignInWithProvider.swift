import GridModel
import Identity
import Persistence

/// Lets somebody in whom a provider vouches for, and links accounts at providers to whoever asked for it.
package struct SignInWithProvider: Sendable {
    /// Where a browser goes on that came back.
    package struct Outcome: Sendable {
        package enum Result: Sendable {
            case signedIn(SignInAnswer)
            case linked
        }

        package let result: Result
        /// A path of this site.
        package let next: String
    }

    private static let challengeSeconds: Int64 = 300

    private let flow: ProviderFlow
    private var parts: AccountParts { flow.parts }

    package init(_ flow: ProviderFlow) {
        self.flow = flow
    }

    /// - Returns: nil when there is no such provider.
    /// - Throws: `ProviderFlow.Refusal.unavailable`
    package func begin(_ id: String, next: String) async throws -> ProviderFlow.Beginning? {
        guard let provider = flow.provider(id) else { return nil }
        return try await flow.begin(provider, next: next)
    }

    /// - Parameter browser: the token that the browser was given when it began.
    /// - Throws: `ProviderFlow.Failure`
    package func finish(
        _ id: String, _ answer: ProviderFlow.Answer, browser: String?, _ visitor: Visitor
    ) async throws -> Outcome {
        guard let provider = flow.provider(id) else { throw ProviderFlow.Failure(.expired) }
        let (identity, begun) = try await flow.finish(provider, answer, browser: browser, visitor)
        do {
            let result: Outcome.Result
            if let linking = begun.linking {
                try await ManageIdentities(flow).link(identity, of: provider, linking, visitor)
                result = .linked
            } else {
                result = .signedIn(try await admit(identity, provider, visitor))
            }
            try await flow.forgive(visitor)
            return Outcome(result: result, next: begun.next)
        } catch let refusal as ProviderFlow.Refusal {
            throw begun.failure(refusal)
        }
    }

    /// Finds the account, or makes it where that is allowed, and begins a session.
    private func admit(
        _ identity: IDToken, _ provider: IdentityProvider, _ visitor: Visitor
    ) async throws -> SignInAnswer {
        let (now, challenge, settings, mails) = (parts.now(), SecretToken(), parts.settings, parts.mails)
        let outcome = try await parts.database.writeUnscoped {
            connection -> Result<SessionIssuer.Draft?, ProviderFlow.Refusal> in
            let users = UserRepository(platform: connection)
            guard let id = try Self.account(of: identity, provider, settings, mails, visitor, at: now, connection),
                let user = try users.user(id), user.disabledAt == nil
            else {
                try connection.note("session.begin", by: visitor.anonymous, on: nil, outcome: .refused, at: now)
                return .failure(.notAllowed)
            }
            let isProven = provider.isTrustedWithSecondFactor && identity.hadSecondFactor
            if user.hasSecondFactor, !isProven {
                try OneTimeTokenRepository(platform: connection).insert(
                    OneTimeToken(
                        purpose: .secondFactor, user: id, createdAt: now, expiresAt: now + Self.challengeSeconds),
                    hash: challenge.hash)
                return .success(nil)
            }
            try connection.notify(.identity)
            return .success(
                try SessionIssuer.begin(
                    user, method: "oidc:" + provider.id, secondFactorAt: isProven ? now : nil, isPersistent: false,
                    visitor, settings: settings, at: now, connection))
        }
        guard let draft = try outcome.get() else { return .secondFactor(challenge: challenge.text) }
        return .session(try await SessionIssuer(tokens: parts.tokens, now: parts.now).grant(draft))
    }

    /// Whose account an identity opens; nil: nobody's.
    private static func account(
        of identity: IDToken, _ provider: IdentityProvider, _ settings: AccountSettings, _ mails: AccountMails,
        _ visitor: Visitor, at now: Timestamp, _ connection: any SQLConnection
    ) throws -> UserID? {
        let identities = ExternalIdentityRepository(platform: connection)
        if let known = try identities.user(issuer: provider.issuer, subject: identity.subject) {
            try identities.set(email: identity.email, issuer: provider.issuer, subject: identity.subject)
            return known
        }
        guard let email = identity.email, identity.isEmailVerified else { return nil }
        let users = UserRepository(platform: connection)
        let id: UserID
        var wasThere = false
        if let user = try users.user(email: email) {
            // An address that nobody proved to be theirs may be an account that somebody else has begun to make.
            guard provider.linksByEmail, user.emailVerifiedAt != nil else { return nil }
            id = user.id
            wasThere = true
        } else {
            let isInvited = try InvitationTokens(platform: connection).isAnyOpen(for: email, at: now)
            guard isInvited || (provider.makesAccounts && settings.registration == .open) else { return nil }
            let name = identity.name.flatMap { $0.isEmpty ? nil : String($0.prefix(100)) } ?? email
            id = try users.insert(email: email, name: name, passwordHash: nil, verifiedAt: now, at: now)
            try connection.note("user.register", by: visitor.actor(id, email), on: id, at: now)
        }
        try identities.insert(
            ExternalIdentity(issuer: provider.issuer, subject: identity.subject, email: email, linkedAt: now), of: id)
        if wasThere {
            try mails.provider(email, name: provider.name, isLinked: true, endsOthers: false).enqueue(
                platform: connection, at: now)
        }
        try connection.note(
            "user.linkIdentity", by: visitor.actor(id, email), on: id,
            in: try connection.tenantsToTell(of: id), after: "{\"provider\":\"\(provider.id)\"}", at: now)
        return id
    }
}
