import GridModel
package import Identity
import Persistence

/// Changes a password: by the present one, or by a link for whoever has forgotten it. Every other session ends.
package struct ChangePassword: Sendable {
    static let resetSeconds: Int64 = 3600

    private let parts: AccountParts

    package init(_ parts: AccountParts) {
        self.parts = parts
    }

    /// - Throws: `AccountRefusal`
    package func callAsFunction(current: String, new: String, _ access: Access, _ visitor: Visitor) async throws {
        let (user, session) = try await parts.person(access)
        guard try await parts.isPassword(current, of: user, visitor) else {
            throw AccountRefusal.wrongPassword(field: "currentPassword")
        }
        try await check(new, of: user, field: "newPassword")
        let hash = try await parts.hash(new)
        try await set(hash, of: user, but: session, visitor)
    }

    /// Sends a link, where there is an account; the answer is the same where there is none.
    package func forgot(_ typed: String, _ visitor: Visitor) async throws {
        guard let email = EmailAddress.normalized(typed) else { return }
        let (now, mails, token) = (parts.now(), parts.mails, SecretToken())
        try await parts.database.writeUnscoped { connection in
            guard try ThrottleSignIns.begin([.mail(.passwordReset, to: email)], at: now, connection) == nil,
                let user = try UserRepository(platform: connection).user(email: email), user.disabledAt == nil
            else { return }
            try OneTimeTokenRepository(platform: connection).insert(
                OneTimeToken(
                    purpose: .resetPassword, user: user.id, createdAt: now, expiresAt: now + Self.resetSeconds),
                hash: token.hash)
            try mails.reset(email, token).enqueue(platform: connection, at: now)
            try connection.note("user.forgotPassword", by: visitor.anonymous, on: user.id, at: now)
        }
    }

    /// By the link of a mail, which proves that they have the mailbox.
    /// - Throws: `AccountRefusal`
    package func reset(_ token: String, to password: String, _ visitor: Visitor) async throws {
        let (now, hash) = (parts.now(), SecretToken(text: token).hash)
        let user = try await parts.database.readUnscoped { connection -> User? in
            let token = try OneTimeTokenRepository(platform: connection).token(hash, for: .resetPassword, at: now)
            return try token?.user.flatMap { try UserRepository(platform: connection).user($0) }
        }
        guard let user, user.disabledAt == nil else { throw AccountRefusal.badLink }
        try await check(password, of: user, field: "password")
        try await set(try await parts.hash(password), of: user, but: nil, visitor, by: hash)
    }

    private func check(_ password: String, of user: User, field: String) async throws {
        let words = [user.email, user.name, parts.settings.productName]
        if let fault = parts.rules.fault(of: password, words: words) {
            throw AccountRefusal.invalid([AccountRefusal.password(fault, field: field)])
        }
        try await parts.breached.refuse(password, field: field)
    }

    /// - Parameters:
    ///   - kept: the session that goes on.
    ///   - token: of the link that lets them; taken with the change.
    private func set(
        _ hash: String, of user: User, but kept: SessionID?, _ visitor: Visitor, by token: [UInt8]? = nil
    ) async throws {
        let (now, mails) = (parts.now(), parts.mails)
        try await parts.change { connection in
            let (users, tokens) = (UserRepository(platform: connection), OneTimeTokenRepository(platform: connection))
            if let token {
                guard try tokens.take(token, for: .resetPassword, at: now) != nil else { throw AccountRefusal.badLink }
                try users.setEmailVerified(user.id, at: now)
            }
            try users.set(passwordHash: hash, of: user.id, at: now)
            // Whoever has shown that it is them does not wait for what others tried.
            try FailedSignInRepository(platform: connection).delete(.secondFactor(user.id))
            // Links and half sign-ins of before.
            try tokens.deleteAll(of: user.id)
            try SessionRepository(platform: connection).endAll(
                of: user.id, but: kept, because: "the password was changed", at: now)
            try mails.passwordChanged(user.email).enqueue(platform: connection, at: now)
            try connection.note(
                token == nil ? "user.changePassword" : "user.resetPassword", by: visitor.actor(user.id, user.email),
                on: user.id, in: try connection.tenantsToTell(of: user.id), at: now)
        }
    }
}
