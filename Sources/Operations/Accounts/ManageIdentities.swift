package import GridModel
package import Identity
import Persistence

/// An account at a provider, as the person sees it whose account here it opens.
package struct LinkedIdentity: Hashable, Sendable {
    package let id: String
    /// Nil: the installation has it no more, and it opens nothing.
    package let provider: IdentityProvider?
    package let issuer: String
    package let email: String?
    package let linkedAt: Timestamp

    package init(_ identity: ExternalIdentity, of provider: IdentityProvider?) {
        id = identity.id
        self.provider = provider
        issuer = identity.issuer
        email = identity.email
        linkedAt = identity.linkedAt
    }
}

/// Shows somebody which accounts at providers open theirs, links one more, and unlinks one.
///
/// Both change who gets in, so both ask who it is and end every other session, as a new password does.
package struct ManageIdentities: Sendable {
    /// Of one person.
    package static let most = 10
    /// Where linking begins and ends.
    private static let page = "/account/security"

    private let flow: ProviderFlow
    private var parts: AccountParts { flow.parts }

    package init(_ flow: ProviderFlow) {
        self.flow = flow
    }

    /// The first linked first.
    package func list(_ access: Access) async throws -> [LinkedIdentity] {
        let (user, _) = try await parts.person(access)
        let providers = parts.settings.providers
        return try await parts.database.readUnscoped { try ExternalIdentityRepository(platform: $0).all(of: user.id) }
            .map { identity in LinkedIdentity(identity, of: providers.first { $0.issuer == identity.issuer }) }
    }

    /// Where the browser goes to sign in to what is to be linked. It comes back within ten minutes, in the session that asks.
    /// - Throws: `AccountRefusal`; `ProviderFlow.Refusal.unavailable`
    package func begin(
        _ id: String, _ confirmation: Confirmation, _ access: Access, _ visitor: Visitor
    ) async throws -> ProviderFlow.Beginning {
        guard let provider = flow.provider(id) else {
            throw AccountRefusal.notFound("sign-in service “\(id.prefix(20))”")
        }
        guard try await list(access).count < Self.most else {
            throw AccountRefusal.conflict("You have linked \(Self.most) accounts: unlink one first.")
        }
        // A code is good once: it is not asked for in vain.
        _ = try await flow.description(of: provider)
        let (user, session) = try await parts.confirmed(confirmation, access, visitor)
        return try await flow.begin(
            provider, next: Self.page, linking: ProviderFlow.Linking(user: user.id, session: session))
    }

    /// - Throws: `ProviderFlow.Refusal`
    func link(
        _ identity: IDToken, of provider: IdentityProvider, _ linking: ProviderFlow.Linking, _ visitor: Visitor
    ) async throws {
        let (now, mails) = (parts.now(), parts.mails)
        let refusal = try await parts.change { connection -> ProviderFlow.Refusal? in
            let sessions = SessionRepository(platform: connection)
            guard let user = try UserRepository(platform: connection).user(linking.user), user.disabledAt == nil,
                let session = try sessions.session(linking.session), session.user == user.id, session.isOpen(at: now)
            else { return .expired }
            let identities = ExternalIdentityRepository(platform: connection)
            let actor = visitor.actor(user.id, user.email)
            let told = try connection.tenantsToTell(of: user.id)
            if let owner = try identities.user(issuer: provider.issuer, subject: identity.subject) {
                guard owner != user.id else { return .linkedAlready }
                try connection.note(
                    "user.linkIdentity", by: actor, on: user.id, in: told, outcome: .refused,
                    after: Self.json(provider), at: now)
                return .taken
            }
            guard try identities.all(of: user.id).count < Self.most else { return .tooManyLinked }
            try identities.insert(
                ExternalIdentity(
                    issuer: provider.issuer, subject: identity.subject, email: identity.email, linkedAt: now),
                of: user.id)
            try sessions.endAll(
                of: user.id, but: linking.session, because: "a sign-in service was linked", at: now)
            try mails.provider(user.email, name: provider.name, isLinked: true, endsOthers: true).enqueue(
                platform: connection, at: now)
            try connection.note(
                "user.linkIdentity", by: actor, on: user.id, in: told, after: Self.json(provider), at: now)
            return nil
        }
        if let refusal { throw refusal }
    }

    /// - Returns: whether it was one of theirs.
    /// - Throws: `AccountRefusal`; `.conflict` where nothing else would let them in
    package func unlink(
        _ id: String, _ confirmation: Confirmation, _ access: Access, _ visitor: Visitor
    ) async throws -> Bool {
        let (person, session) = try await parts.confirmed(confirmation, access, visitor)
        let (now, mails, providers) = (parts.now(), parts.mails, parts.settings.providers)
        return try await parts.change { connection in
            let identities = ExternalIdentityRepository(platform: connection)
            let all = try identities.all(of: person.id)
            guard let user = try UserRepository(platform: connection).user(person.id), user.disabledAt == nil,
                let identity = all.first(where: { $0.id == id })
            else { return false }
            let others = all.filter { other in
                other.id != id && providers.contains { $0.issuer == other.issuer }
            }
            guard user.passwordHash != nil || !others.isEmpty else {
                throw AccountRefusal.conflict(
                    "It is the only way that you can sign in by: choose a password first, by “Forgot your password?” on "
                        + "the sign-in page, or link another one.")
            }
            guard try identities.delete(identity, of: user.id) else { return false }
            let provider = providers.first { $0.issuer == identity.issuer }
            try SessionRepository(platform: connection).endAll(
                of: user.id, but: session, because: "a sign-in service was unlinked", at: now)
            try mails.provider(
                user.email, name: provider?.name ?? identity.issuer, isLinked: false, endsOthers: true
            ).enqueue(platform: connection, at: now)
            try connection.note(
                "user.unlinkIdentity", by: visitor.actor(user.id, user.email), on: user.id,
                in: try connection.tenantsToTell(of: user.id), before: provider.map(Self.json), at: now)
            return true
        }
    }

    private static func json(_ provider: IdentityProvider) -> String { "{\"provider\":\"\(provider.id)\"}" }
}
