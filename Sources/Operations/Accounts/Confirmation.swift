import GridModel
package import Identity
package import Persistence

/// What somebody shows once more before something that an open screen must not be enough for (OWASP ASVS 5.0, 7.5).
package struct Confirmation: Hashable, Sendable {
    package let password: String?
    /// Of the authenticator, or a recovery code.
    package let code: String?

    package init(password: String? = nil, code: String? = nil) {
        self.password = password
        self.code = code
    }

    /// How old the sign-in may be of whoever has nothing to show but their provider's word.
    package static let freshSeconds: Int64 = 900
}

extension AccountParts {
    /// Whoever asks, once they have confirmed that it is them: by their password; without one, by a code of their second
    /// factor; with neither, because they signed in at their provider a moment ago.
    /// - Throws: `AccountRefusal`
    package func confirmed(
        _ confirmation: Confirmation, _ access: Access, _ visitor: Visitor
    ) async throws -> (user: User, session: SessionID) {
        let (user, session) = try await person(access)
        if user.passwordHash != nil {
            guard let password = confirmation.password, !password.isEmpty,
                try await isPassword(password, of: user, visitor)
            else { throw AccountRefusal.wrongPassword(field: "password") }
        } else if user.hasSecondFactor {
            if let refusal = try await refusal(of: confirmation.code ?? "", user, visitor) { throw refusal }
        } else {
            let now = now()
            let begun = try await database.readUnscoped {
                try SessionRepository(platform: $0).session(session)?.createdAt
            }
            guard let begun, now - begun <= Confirmation.freshSeconds else {
                throw AccountRefusal.forbidden(
                    "You have no password here: sign in again with the service that you use, then do it within "
                        + "\(Confirmation.freshSeconds / 60) minutes.")
            }
        }
        return (user, session)
    }

    /// A refusal is counted, so the transaction must not be given up: it answers instead of throwing.
    private func refusal(of code: String, _ user: User, _ visitor: Visitor) async throws -> AccountRefusal? {
        let now = now()
        let check = secondFactorCheck(at: now)
        return try await database.writeUnscoped { connection -> AccountRefusal? in
            guard let present = try UserRepository(platform: connection).user(user.id), present.disabledAt == nil else {
                return .notSignedIn
            }
            let subjects: [SignInSubject] = [.secondFactor(user.id, from: visitor.address), .secondFactor(user.id)]
            if let wait = try ThrottleSignIns.begin(subjects, at: now, connection) { return .tooMany(wait) }
            guard try check.take(code, of: present, connection) != nil else {
                return .invalid([
                    .init(
                        field: "code", message: "Not the code of this moment.",
                        expected: "the six digits that the app shows now, or a recovery code")
                ])
            }
            for subject in subjects { try FailedSignInRepository(platform: connection).delete(subject) }
            return nil
        }
    }
}
