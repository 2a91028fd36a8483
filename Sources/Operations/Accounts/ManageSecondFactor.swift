import GridModel
package import Identity
import Persistence

/// What an authenticator app is set up with.
package struct SecondFactorEnrolment: Hashable, Sendable {
    /// Base32, to be typed.
    package let secret: String
    /// For a QR code.
    package let uri: String

    package init(secret: String, uri: String) {
        self.secret = secret
        self.uri = uri
    }
}

/// Sets up somebody's authenticator, gives recovery codes, and takes both away.
package struct ManageSecondFactor: Sendable {
    private let parts: AccountParts

    package init(_ parts: AccountParts) {
        self.parts = parts
    }

    /// A new secret; it is asked for only once a code of it has been shown. An open screen is not enough for it: whose
    /// authenticator it is decides who gets in from then on.
    /// - Throws: `AccountRefusal`; `.conflict` when there is a second factor
    package func begin(
        _ confirmation: Confirmation, _ access: Access, _ visitor: Visitor
    ) async throws -> SecondFactorEnrolment {
        guard try await !parts.person(access).user.hasSecondFactor else { throw Self.isSetUp }
        let (user, _) = try await parts.confirmed(confirmation, access, visitor)
        let totp = TOTP(secret: TOTP.makeSecret())
        let sealed = try parts.keys.seal(totp.secret, context: SealContext.totp(user.id))
        try await parts.database.writeUnscoped { connection in
            let users = UserRepository(platform: connection)
            guard try users.user(user.id)?.hasSecondFactor == false else { throw Self.isSetUp }
            try users.set(sealedTOTPSecret: sealed, of: user.id)
        }
        return SecondFactorEnrolment(
            secret: Base32.encode(totp.secret),
            uri: totp.uri(account: user.email, issuer: parts.settings.productName))
    }

    /// Sessions that have not shown it end.
    /// - Parameter code: of the authenticator.
    /// - Returns: the recovery codes, shown this once.
    /// - Throws: `AccountRefusal`
    package func confirm(_ code: String, _ access: Access, _ visitor: Visitor) async throws -> [RecoveryCode] {
        let (person, session) = try await parts.person(access)
        let (now, mails, codes) = (parts.now(), parts.mails, Self.makeCodes())
        let check = parts.secondFactorCheck(at: now)
        let refusal = try await parts.change { connection -> AccountRefusal? in
            let users = UserRepository(platform: connection)
            guard let user = try users.user(person.id), user.disabledAt == nil else { return .notSignedIn }
            guard !user.hasSecondFactor else { return Self.isSetUp }
            guard user.sealedTOTPSecret != nil else {
                return .conflict("Begin to set up the second factor first.")
            }
            let subjects: [SignInSubject] = [.secondFactor(user.id, from: visitor.address), .secondFactor(user.id)]
            if let wait = try ThrottleSignIns.begin(subjects, at: now, connection) {
                return .tooMany(wait)
            }
            guard try check.takesTOTP(code, of: user, connection) else {
                return .invalid([
                    .init(
                        field: "code", message: "Not the code of this moment.",
                        expected: "the six digits that the app shows now")
                ])
            }
            for subject in subjects { try FailedSignInRepository(platform: connection).delete(subject) }
            try users.confirmTOTP(user.id, at: now)
            // They have just shown that they have it.
            let sessions = SessionRepository(platform: connection)
            try sessions.setSecondFactor(session, at: now)
            try sessions.endAll(of: user.id, but: session, because: "a second factor was set up", at: now)
            try RecoveryCodeRepository(platform: connection).replace(codes.map(\.hash), of: user.id)
            try mails.secondFactor(user.email, isOn: true).enqueue(platform: connection, at: now)
            try connection.note(
                "user.confirmSecondFactor", by: visitor.actor(user.id, user.email), on: user.id,
                in: try connection.tenantsToTell(of: user.id), at: now)
            return nil
        }
        if let refusal { throw refusal }
        return codes
    }

    /// New recovery codes; those before are good no more.
    /// - Throws: `AccountRefusal`
    package func renewCodes(
        _ confirmation: Confirmation, _ access: Access, _ visitor: Visitor
    ) async throws -> [RecoveryCode] {
        let user = try await confirmed(confirmation, access, visitor)
        let (now, codes) = (parts.now(), Self.makeCodes())
        try await parts.database.writeUnscoped { connection in
            try RecoveryCodeRepository(platform: connection).replace(codes.map(\.hash), of: user.id)
            try connection.note(
                "user.renewRecoveryCodes", by: visitor.actor(user.id, user.email), on: user.id,
                in: try connection.tenantsToTell(of: user.id), at: now)
        }
        return codes
    }

    /// - Throws: `AccountRefusal`
    package func disable(_ confirmation: Confirmation, _ access: Access, _ visitor: Visitor) async throws {
        let user = try await confirmed(confirmation, access, visitor)
        let (now, mails) = (parts.now(), parts.mails)
        try await parts.change { connection in
            try UserRepository(platform: connection).set(sealedTOTPSecret: nil, of: user.id)
            try RecoveryCodeRepository(platform: connection).replace([], of: user.id)
            try mails.secondFactor(user.email, isOn: false).enqueue(platform: connection, at: now)
            try connection.note(
                "user.disableSecondFactor", by: visitor.actor(user.id, user.email), on: user.id,
                in: try connection.tenantsToTell(of: user.id), at: now)
        }
    }

    /// Somebody with a second factor, who has shown it in this session and confirmed that it is them.
    private func confirmed(_ confirmation: Confirmation, _ access: Access, _ visitor: Visitor) async throws -> User {
        guard try await parts.person(access).user.hasSecondFactor else {
            throw AccountRefusal.conflict("There is no second factor.")
        }
        guard access.hasSecondFactor else {
            throw AccountRefusal.forbidden(
                "This session has not shown your second factor: sign in with it, then do it.")
        }
        return try await parts.confirmed(confirmation, access, visitor).user
    }

    private static func makeCodes() -> [RecoveryCode] { (0..<RecoveryCode.count).map { _ in RecoveryCode() } }

    private static let isSetUp = AccountRefusal.conflict("There is a second factor: remove it first.")
}
