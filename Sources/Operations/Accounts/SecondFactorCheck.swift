import GridModel
import Identity
import Persistence

/// Takes a code of somebody's second factor, once.
struct SecondFactorCheck: Sendable {
    let keys: MasterKeyRing
    /// Steps by which clocks may differ.
    let tolerance: Int
    let now: Timestamp

    /// - Returns: by what they were known, as a session's method tells it; nil for a wrong or used code.
    func take(_ code: String, of user: User, _ connection: any SQLConnection) throws -> String? {
        if try takesTOTP(code, of: user, connection) { return "password and authenticator" }
        guard let recovery = RecoveryCode(typed: code),
            try RecoveryCodeRepository(platform: connection).take(recovery.hash, of: user.id, at: now)
        else { return nil }
        return "password and recovery code"
    }

    /// Whether it is a code of the authenticator; also of one that is still being set up.
    func takesTOTP(_ code: String, of user: User, _ connection: any SQLConnection) throws -> Bool {
        guard let sealed = user.sealedTOTPSecret else { return false }
        let secret = try keys.open(sealed, context: SealContext.totp(user.id))
        guard
            let step = TOTP(secret: secret).step(
                matching: code, at: now, tolerance: tolerance, after: user.totpLastStep)
        else { return false }
        return try UserRepository(platform: connection).take(totpStep: step, of: user.id)
    }
}

extension AccountParts {
    func secondFactorCheck(at now: Timestamp) -> SecondFactorCheck {
        SecondFactorCheck(keys: keys, tolerance: settings.codeTolerance, now: now)
    }
}
