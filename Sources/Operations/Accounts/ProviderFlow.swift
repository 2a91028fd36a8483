import Foundation
import GridModel
package import Identity
import Persistence

/// The way to a provider and back: OpenID Connect's authorization code flow with PKCE.
///
/// What a way was begun with (nonce, verifier, where to go on, and for whom) stays here; the browser that began it has a
/// token in a cookie, so that nobody is signed in, or linked to anybody, by an address that somebody else began with
/// (RFC 9700 §4.7).
package struct ProviderFlow: Sendable {
    /// Where the browser goes, and what it is recognised by when it comes back.
    package struct Beginning: Sendable {
        package let url: String
        package let browser: SecretToken

        package init(url: String, browser: SecretToken) {
            self.url = url
            self.browser = browser
        }
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
        /// It was begun too long ago, by another browser, or has been taken up already; or the session that wanted to link
        /// has ended.
        case expired
        /// The provider did not let them in, or they changed their mind.
        case refusedThere
        /// The provider does not answer, or not with what it should.
        case unavailable
        /// They have no account here that this provider may let them into.
        case notAllowed
        /// It may not bring people of their address.
        case otherDomain
        /// To be linked, but somebody else's here.
        case taken
        /// To be linked, but theirs already.
        case linkedAlready
        /// They have as many as one person may have.
        case tooManyLinked
        case tooMany
    }

    /// Why somebody who comes back gets no further.
    package struct Failure: Error, Hashable, Sendable {
        package let refusal: Refusal
        /// Where they wanted to go on: a path of this site.
        package let next: String
        /// Whether they are signed in and wanted to link an account.
        package let isLinking: Bool

        package init(_ refusal: Refusal, next: String = "/", isLinking: Bool = false) {
            self.refusal = refusal
            self.next = next
            self.isLinking = isLinking
        }
    }

    /// Who wants to link an account at a provider, and in which session.
    struct Linking: Hashable, Sendable {
        let user: UserID
        let session: SessionID
    }

    /// A way that was begun and has come back to the browser that began it.
    struct Begun: Sendable {
        let next: String
        /// Nil: a sign-in.
        let linking: Linking?
        fileprivate let nonce: String
        fileprivate let verifier: String
        fileprivate let isInTime: Bool

        func failure(_ refusal: Refusal) -> Failure { Failure(refusal, next: next, isLinking: linking != nil) }
    }

    private struct State: Codable {
        let provider: String
        let nonce: String
        let verifier: String
        let next: String
        let browser: String
        let session: String?
    }

    private struct TokenAnswer: Decodable {
        let idToken: String

        enum CodingKeys: String, CodingKey {
            case idToken = "id_token"
        }
    }

    private static let stateSeconds: Int64 = 600
    /// Longer than it is good for, so that whoever comes too late can be told where they wanted to go.
    package static let keptSeconds: Int64 = 3600

    let parts: AccountParts
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

    func provider(_ id: String) -> IdentityProvider? { parts.settings.providers.first { $0.id == id } }

    /// What the provider says of itself.
    /// - Throws: `Refusal.unavailable`
    func description(of provider: IdentityProvider) async throws -> ProviderDescription {
        do {
            return try await directory.description(of: provider)
        } catch let fault as ProviderFault {
            report(provider, fault)
            throw Refusal.unavailable
        }
    }

    /// - Parameter linking: nil: to sign in.
    /// - Throws: `Refusal.unavailable`
    func begin(_ provider: IdentityProvider, next: String, linking: Linking? = nil) async throws -> Beginning {
        let description = try await description(of: provider)
        let (state, nonce, browser, proof) = (SecretToken(), SecretToken(), SecretToken(), ProofKey())
        let document = State(
            provider: provider.id, nonce: nonce.text, verifier: proof.verifier, next: next,
            browser: Base64URL.encode(browser.hash), session: linking?.session.rawValue)
        let text = String(decoding: try JSONEncoder().encode(document), as: UTF8.self)
        let now = parts.now()
        try await parts.database.writeUnscoped {
            try OneTimeTokenRepository(platform: $0).insert(
                OneTimeToken(
                    purpose: .provider, user: linking?.user, document: text, createdAt: now,
                    expiresAt: now + Self.keptSeconds), hash: state.hash)
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

    /// Whom the provider tells of.
    /// - Parameter browser: the token that the browser was given when it began.
    /// - Throws: `Failure`
    func finish(
        _ provider: IdentityProvider, _ answer: Answer, browser: String?, _ visitor: Visitor
    ) async throws -> (identity: IDToken, begun: Begun) {
        let address: [SignInSubject] = [.address(visitor.address)]
        // Counted as failed until it has ended well.
        do {
            try await parts.throttle.begin(address)
        } catch AccountRefusal.tooMany {
            throw Failure(.tooMany)
        }
        guard let begun = try await begun(answer.state, at: provider, browser) else {
            try await noteRefusal(visitor)
            throw Failure(.expired)
        }
        guard begun.isInTime else {
            try await parts.throttle.takeBack(address)
            throw begun.failure(.expired)
        }
        if answer.error != nil {
            try await parts.throttle.takeBack(address)
            throw begun.failure(.refusedThere)
        }
        do {
            let identity = try await identity(of: answer, begun, provider)
            guard provider.mayBring(email: identity.email, isVerified: identity.isEmailVerified) else {
                try await noteRefusal(visitor)
                throw begun.failure(.otherDomain)
            }
            return (identity, begun)
        } catch let fault as ProviderFault {
            report(provider, fault)
            // It is nobody's attempt when the provider is away.
            if case .unreachable = fault {
                try await parts.throttle.takeBack(address)
            } else {
                try await noteRefusal(visitor)
            }
            throw begun.failure(.unavailable)
        }
    }

    /// Of a way that has ended well.
    func forgive(_ visitor: Visitor) async throws {
        try await parts.throttle.takeBack([.address(visitor.address)])
    }

    /// Takes up what was begun; once.
    /// - Returns: nil for a state that is wrong, was forgotten or taken up, or was another browser's.
    private func begun(_ text: String, at provider: IdentityProvider, _ browser: String?) async throws -> Begun? {
        let (hash, now) = (SecretToken(text: text).hash, parts.now())
        let token = try await parts.database.writeUnscoped { connection -> OneTimeToken? in
            try OneTimeTokenRepository(platform: connection).take(hash, for: .provider, at: now)
        }
        guard let token, let state = try? JSONDecoder().decode(State.self, from: Data(token.document.utf8)),
            state.provider == provider.id, let browser,
            state.browser == Base64URL.encode(SecretToken(text: browser).hash)
        else { return nil }
        var linking: Linking?
        if let session = state.session {
            guard let user = token.user else { return nil }
            linking = Linking(user: user, session: SessionID(rawValue: session))
        }
        return Begun(
            next: state.next, linking: linking, nonce: state.nonce, verifier: state.verifier,
            isInTime: now - token.createdAt < Self.stateSeconds)
    }

    private func identity(of answer: Answer, _ begun: Begun, _ provider: IdentityProvider) async throws -> IDToken {
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
            ("code_verifier", begun.verifier),
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
        return try await directory.identity(tokens.idToken, of: provider, nonce: begun.nonce)
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
