import Foundation
import GridModel
package import Identity
import Persistence

/// Lets somebody in whom a provider vouches for: OpenID Connect's authorization code flow with PKCE.
///
/// What a sign-in was begun with (nonce, verifier, where to go on) stays here; the browser that began it has a token in a
/// cookie, so that nobody is signed in by a link that somebody else began (RFC 9700 §4.7).
package struct SignInWithProvider: Sendable {
    /// Where the browser goes, and what it is recognised by when it comes back.
    package struct Beginning: Sendable {
        package let url: String
        package let browser: SecretToken
    }

    package struct Outcome: Sendable {
        package let answer: SignInAnswer
        /// A path of this site.
        package let next: String
    }

    /// What a provider sends a browser back with.
    package struct Answer: Sendable {
        package let state: String
        package let code: String?
        package let issuer: String?
        package let error: String?

        package init(state: String, code: String?, issuer: String?, error: String?) {
            self.state = state
            self.code = code
            self.issuer = issuer
            self.error = error
        }
    }

    package enum Refusal: Error, Hashable, Sendable {
        /// It was begun too long ago, by another browser, or has been taken up already.
        case expired
        /// The provider did not let them in, or they changed their mind.
        case refusedThere
        /// The provider does not answer, or not with what it should.
        case unavailable
        /// They have no account here that this provider may let them into.
        case notAllowed
        case tooMany
    }

    private struct State: Codable {
        let provider: String
        let nonce: String
        let verifier: String
        let next: String
        let browser: String
    }

    private struct TokenAnswer: Decodable {
        let idToken: String

        enum CodingKeys: String, CodingKey {
            case idToken = "id_token"
        }
    }

    private static let stateSeconds: Int64 = 600
    private static let challengeSeconds: Int64 = 300

    private let parts: AccountParts
    private let directory: ProviderDirectory
    private let connection: ProviderConnection
    private let report: @Sendable (IdentityProvider, any Error) -> Void

    /// - Parameter report: told of what goes wrong with a provider; nothing of it is told to the browser.
    package init(
        _ parts: AccountParts, connection: ProviderConnection,
        report: @escaping @Sendable (IdentityProvider, any Error) -> Void
    ) {
        self.parts = parts
        self.connection = connection
        self.report = report
        directory = ProviderDirectory(connection: connection, now: parts.now)
    }

    private func provider(_ id: String) -> IdentityProvider? { parts.settings.providers.first { $0.id == id } }

    /// - Returns: nil when there is no such provider.
    /// - Throws: `Refusal.unavailable`
    package func begin(_ id: String, next: String) async throws -> Beginning? {
        guard let provider = provider(id) else { return nil }
        let description: ProviderDescription
        do {
            description = try await directory.description(of: provider)
        } catch let fault as ProviderFault {
            report(provider, fault)
            throw Refusal.unavailable
        }
        let (state, nonce, browser, proof) = (SecretToken(), SecretToken(), SecretToken(), ProofKey())
        let document = State(
            provider: id, nonce: nonce.text, verifier: proof.verifier, next: next,
            browser: Base64URL.encode(browser.hash))
        let text = String(decoding: try JSONEncoder().encode(document), as: UTF8.self)
        let now = parts.now()
        try await parts.database.writeUnscoped {
            try OneTimeTokenRepository(platform: $0).insert(
                OneTimeToken(
                    purpose: .provider, user: nil, document: text, createdAt: now, expiresAt: now + Self.stateSeconds),
                hash: state.hash)
        }
        guard var url = URLComponents(string: description.authorizationEndpoint) else { throw Refusal.unavailable }
        url.queryItems =
            (url.queryItems ?? []) + [
                URLQueryItem(name: "response_type", value: "code"),
                URLQueryItem(name: "client_id", value: provider.clientID),
                URLQueryItem(name: "redirect_uri", value: redirectURL(provider)),
                URLQueryItem(name: "scope", value: provider.scopes.joined(separator: " ")),
                URLQueryItem(name: "state", value: state.text), URLQueryItem(name: "nonce", value: nonce.text),
                URLQueryItem(name: "code_challenge", value: proof.challenge),
                URLQueryItem(name: "code_challenge_method", value: "S256"),
            ]
        // A plus is a space to whoever decodes a form.
        url.percentEncodedQuery = url.percentEncodedQuery?.replacing("+", with: "%2B")
        guard let text = url.string else { throw Refusal.unavailable }
        return Beginning(url: text, browser: browser)
    }

    /// - Parameter browser: the token that the browser was given when it began.
    /// - Throws: `Refusal`; `AccountRefusal` for too many attempts
    package func finish(
        _ id: String, _ answer: Answer, browser: String?, _ visitor: Visitor
    ) async throws -> Outcome {
        guard let provider = provider(id) else { throw Refusal.expired }
        let address: [SignInSubject] = [.address(visitor.address)]
        // Counted as failed until it has ended well.
        do {
            try await parts.throttle.begin(address)
        } catch AccountRefusal.tooMany {
            throw Refusal.tooMany
        }
        guard let state = try await state(answer.state, of: provider, browser) else {
            try await noteRefusal(visitor)
            throw Refusal.expired
        }
        if answer.error != nil {
            try await parts.throttle.takeBack(address)
            throw Refusal.refusedThere
        }
        let identity: IDToken
        do {
            identity = try await self.identity(of: answer, state, provider)
        } catch let fault as ProviderFault {
            report(provider, fault)
            // It is nobody's attempt when the provider is away.
            if case .unreachable = fault {
                try await parts.throttle.takeBack(address)
            } else {
                try await noteRefusal(visitor)
            }
            throw Refusal.unavailable
        }
        let signedIn = try await admit(identity, provider, visitor)
        try await parts.throttle.takeBack(address)
        return Outcome(answer: signedIn, next: state.next)
    }

    /// Takes up what was begun; once.
    /// - Returns: nil for a state that is wrong, has expired or been taken up, or was another browser's.
    private func state(_ text: String, of provider: IdentityProvider, _ browser: String?) async throws -> State? {
        let (hash, now) = (SecretToken(text: text).hash, parts.now())
        let token = try await parts.database.writeUnscoped { connection -> OneTimeToken? in
            try OneTimeTokenRepository(platform: connection).take(hash, for: .provider, at: now)
        }
        guard let token, let state = try? JSONDecoder().decode(State.self, from: Data(token.document.utf8)),
            state.provider == provider.id, let browser,
            state.browser == Base64URL.encode(SecretToken(text: browser).hash)
        else { return nil }
        return state
    }

    private func identity(of answer: Answer, _ state: State, _ provider: IdentityProvider) async throws -> IDToken {
        let description = try await directory.description(of: provider)
        // RFC 9207: another provider's answer is not sent to this one's token endpoint.
        if let issuer = answer.issuer, issuer != provider.issuer {
            throw ProviderFault.badToken("it is another's answer")
        }
        if description.namesItselfInAnswers, answer.issuer == nil {
            throw ProviderFault.badToken("its answer does not name it")
        }
        guard let code = answer.code, !code.isEmpty else { throw ProviderFault.unexpected("it sent no code") }
        var form = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURL(provider)),
            ("code_verifier", state.verifier),
        ]
        var credential: (String, String)?
        if let secret = provider.clientSecret, !description.takesSecretInForm {
            credential = (provider.clientID, secret)
        } else {
            form.append(("client_id", provider.clientID))
            if let secret = provider.clientSecret { form.append(("client_secret", secret)) }
        }
        let (status, body) = try await connection.post(description.tokenEndpoint, form, credential)
        struct Failure: Decodable { let error: String }
        guard status == 200 else {
            let failure = (try? JSONDecoder().decode(Failure.self, from: Data(body)))?.error ?? "no reason given"
            throw ProviderFault.unexpected("its token endpoint says \(status), \(failure.prefix(100))")
        }
        guard let tokens = try? JSONDecoder().decode(TokenAnswer.self, from: Data(body)) else {
            throw ProviderFault.unexpected("its token endpoint gives no id_token")
        }
        return try await directory.identity(tokens.idToken, of: provider, nonce: state.nonce)
    }

    /// Finds the account, or makes it where that is allowed, and begins a session.
    private func admit(
        _ identity: IDToken, _ provider: IdentityProvider, _ visitor: Visitor
    ) async throws -> SignInAnswer {
        let (now, challenge, settings) = (parts.now(), SecretToken(), parts.settings)
        let outcome = try await parts.database.writeUnscoped {
            connection -> Result<SessionIssuer.Draft?, Refusal> in
            let users = UserRepository(platform: connection)
            guard let id = try Self.account(of: identity, provider, settings, visitor, at: now, connection),
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
        of identity: IDToken, _ provider: IdentityProvider, _ settings: AccountSettings, _ visitor: Visitor,
        at now: Timestamp, _ connection: any SQLConnection
    ) throws -> UserID? {
        let identities = ExternalIdentityRepository(platform: connection)
        if let known = try identities.user(issuer: provider.issuer, subject: identity.subject) { return known }
        guard let email = identity.email, identity.isEmailVerified else { return nil }
        let users = UserRepository(platform: connection)
        let id: UserID
        if let user = try users.user(email: email) {
            // An address that nobody proved to be theirs may be an account that somebody else has begun to make.
            guard provider.linksByEmail, user.emailVerifiedAt != nil else { return nil }
            id = user.id
        } else {
            let isInvited = try InvitationTokens(platform: connection).isAnyOpen(for: email, at: now)
            guard isInvited || (provider.makesAccounts && settings.registration == .open) else { return nil }
            let name = identity.name.flatMap { $0.isEmpty ? nil : String($0.prefix(100)) } ?? email
            id = try users.insert(email: email, name: name, passwordHash: nil, verifiedAt: now, at: now)
            try connection.note("user.register", by: visitor.actor(id, email), on: id, at: now)
        }
        try identities.insert(issuer: provider.issuer, subject: identity.subject, user: id, at: now)
        try connection.note(
            "user.linkIdentity", by: visitor.actor(id, email), on: id, after: "{\"provider\":\"\(provider.id)\"}",
            at: now)
        return id
    }

    private func noteRefusal(_ visitor: Visitor) async throws {
        let (now, actor) = (parts.now(), visitor.anonymous)
        try await parts.database.writeUnscoped {
            try $0.note("session.begin", by: actor, on: nil, outcome: .refused, at: now)
        }
    }

    private func redirectURL(_ provider: IdentityProvider) -> String {
        "\(parts.settings.publicURL)/api/v1/auth/oidc/\(provider.id)/callback"
    }
}
