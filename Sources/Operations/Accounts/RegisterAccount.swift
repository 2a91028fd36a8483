import Foundation
import GridModel
import Identity
import Persistence

/// Makes an account, and verifies that its e-mail address is somebody's.
///
/// Without an invitation nobody learns whether there is an account with an address: the answer is the same, and the
/// mail tells whoever has the mailbox. Until then it is nobody's: whoever follows the link of a registration gets the
/// account as that registration asked for it, whatever others asked for before or after with the same address.
package struct RegisterAccount: Sendable {
    private static let verifySeconds: Int64 = 86_400

    /// What a registration asked for, kept with its link.
    private struct Asked: Codable {
        let name: String
        let passwordHash: String
    }

    private let parts: AccountParts

    package init(_ parts: AccountParts) {
        self.parts = parts
    }

    /// - Throws: `AccountRefusal`
    package func callAsFunction(_ draft: NewAccount, _ visitor: Visitor) async throws {
        let registration = parts.settings.registration
        guard registration != .closed else {
            throw AccountRefusal.forbidden("Accounts are made by whoever runs this installation.")
        }
        let (email, name) = try draft.checked(parts.rules, parts.settings.productName)
        if let token = draft.invitation {
            return try await join(email, name, draft.password, SecretToken(text: token), visitor)
        }
        guard registration == .open else {
            throw AccountRefusal.forbidden("An account is made with an invitation: ask for one.")
        }
        try await parts.breached.refuse(draft.password, field: "password")
        let hash = try await parts.hash(draft.password)
        let (now, mails) = (parts.now(), parts.mails)
        let asked = String(decoding: try JSONEncoder().encode(Asked(name: name, passwordHash: hash)), as: UTF8.self)
        try await parts.database.writeUnscoped { connection in
            guard try ThrottleSignIns.begin([.mail(.registration, to: email)], at: now, connection) == nil else {
                return
            }
            let users = UserRepository(platform: connection)
            if let user = try users.user(email: email) {
                // Whoever registers somebody's address changes nothing about the account.
                guard user.emailVerifiedAt == nil else {
                    return try mails.exists(email).enqueue(platform: connection, at: now)
                }
                // So that whoever signs in too soon is told what is missing; the link decides.
                try users.set(passwordHash: hash, of: user.id, at: now)
                return try Self.sendLink(to: user.id, email, asked, mails, at: now, connection)
            }
            let id = try users.insert(email: email, name: name, passwordHash: hash, verifiedAt: nil, at: now)
            try connection.note("user.register", by: visitor.actor(id, email), on: id, at: now)
            try Self.sendLink(to: id, email, asked, mails, at: now, connection)
        }
    }

    /// - Throws: `AccountRefusal`
    package func verify(_ token: String, _ visitor: Visitor) async throws {
        let (now, hash) = (parts.now(), SecretToken(text: token).hash)
        try await parts.change { connection in
            let tokens = OneTimeTokenRepository(platform: connection)
            let users = UserRepository(platform: connection)
            guard let token = try tokens.take(hash, for: .verifyEmail, at: now), let id = token.user,
                let user = try users.user(id), user.emailVerifiedAt == nil,
                let asked = try? JSONDecoder().decode(Asked.self, from: Data(token.document.utf8))
            else { throw AccountRefusal.badLink }
            try users.set(name: asked.name, of: id)
            try users.set(passwordHash: asked.passwordHash, of: id, at: now)
            try users.setEmailVerified(id, at: now)
            try tokens.deleteAll(of: id)
            try connection.note("user.verifyEmail", by: visitor.actor(id, user.email), on: id, at: now)
        }
    }

    /// Sends another link, where there is an account that needs it. Whoever asks shows no password, so whoever follows
    /// the link chooses one.
    package func resend(to typed: String) async throws {
        guard let email = EmailAddress.normalized(typed) else { return }
        let (now, mails) = (parts.now(), parts.mails)
        try await parts.database.writeUnscoped { connection in
            guard try ThrottleSignIns.begin([.mail(.verification, to: email)], at: now, connection) == nil,
                let user = try UserRepository(platform: connection).user(email: email), user.emailVerifiedAt == nil,
                user.disabledAt == nil
            else { return }
            let token = SecretToken()
            try OneTimeTokenRepository(platform: connection).insert(
                OneTimeToken(
                    purpose: .resetPassword, user: user.id, createdAt: now, expiresAt: now + Self.verifySeconds),
                hash: token.hash)
            try mails.finish(email, token).enqueue(platform: connection, at: now)
        }
    }

    /// By an invitation, which proves that they have the mailbox.
    private func join(
        _ email: String, _ name: String, _ password: String, _ token: SecretToken, _ visitor: Visitor
    ) async throws {
        let now = parts.now()
        let found = try await parts.database.readUnscoped {
            try InvitationTokens(platform: $0).open(token.hash, at: now)
        }
        guard let found, found.invitation.email == email else {
            throw AccountRefusal.invalid([
                .init(
                    field: "invitation", message: "Wrong, used, expired, or for another address.",
                    expected: "the link of an invitation to this address")
            ])
        }
        try await parts.breached.refuse(password, field: "password")
        let hash = try await parts.hash(password)
        try await AcceptInvitation(parts).join(found, visitor) { connection in
            let users = UserRepository(platform: connection)
            guard let begun = try users.user(email: email) else {
                return try users.insert(email: email, name: name, passwordHash: hash, verifiedAt: now, at: now)
            }
            // One whose address nobody has proved to be theirs is taken over by whoever has proved it.
            guard begun.emailVerifiedAt == nil, begun.disabledAt == nil else {
                throw AccountRefusal.conflict("There is an account with this address: sign in, then accept.")
            }
            try users.set(name: name, of: begun.id)
            try users.set(passwordHash: hash, of: begun.id, at: now)
            try users.setEmailVerified(begun.id, at: now)
            try OneTimeTokenRepository(platform: connection).deleteAll(of: begun.id)
            return begun.id
        }
    }

    private static func sendLink(
        to user: UserID, _ email: String, _ asked: String, _ mails: AccountMails, at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        let token = SecretToken()
        try OneTimeTokenRepository(platform: connection).insert(
            OneTimeToken(
                purpose: .verifyEmail, user: user, document: asked, createdAt: now, expiresAt: now + verifySeconds),
            hash: token.hash)
        try mails.verify(email, token).enqueue(platform: connection, at: now)
    }
}
