import GridAPI
import Operations

extension AccountService {
    init(_ parts: AccountParts, providers: SignInWithProvider) {
        let (register, signIn, renew) = (RegisterAccount(parts), SignIn(parts), RenewSession(parts))
        let (sessions, passwords) = (ManageSessions(parts), ChangePassword(parts))
        let (invitations, own, factor) = (AcceptInvitation(parts), AccountQueries(parts), ManageSecondFactor(parts))
        let deletion = RequestTenantDeletion(parts)
        self.init(
            settings: parts.settings,
            register: { try await register($0, $1) },
            verifyEmail: { try await register.verify($0, $1) },
            resendVerification: { try await register.resend(to: $0) },
            signIn: { try await signIn(email: $0, password: $1, isPersistent: $2, $3) },
            secondFactor: { try await signIn.secondFactor(challenge: $0, code: $1, $2) },
            beginAtProvider: { try await providers.begin($0, next: $1) },
            finishAtProvider: { try await providers.finish($0, $1, browser: $2, $3) },
            renew: { try await renew($0, $1) },
            signOut: { try await sessions.signOut(refreshToken: $0, accessToken: $1, $2) },
            forgotPassword: { try await passwords.forgot($0, $1) },
            resetPassword: { try await passwords.reset($0, to: $1, $2) },
            chooseTenant: { try await renew.choose($0, $1, $2) },
            invitation: { try await invitations.offer($0) },
            acceptInvitation: { token, access, visitor in
                let tenant = try await invitations(token, access, visitor)
                return try await renew.choose(tenant, access, visitor)
            },
            profile: { try await own.profile($0) },
            rename: { try await own.rename($0, $1, $2) },
            changePassword: { try await passwords(current: $0, new: $1, $2, $3) },
            sessions: { try await sessions.list($0) },
            endSession: { try await sessions.end($0, $1, $2, $3) },
            endOtherSessions: { try await sessions.endOthers($0, $1, $2) },
            beginSecondFactor: { try await factor.begin($0, $1, $2) },
            confirmSecondFactor: { try await factor.confirm($0, $1, $2) },
            renewRecoveryCodes: { try await factor.renewCodes($0, $1, $2) },
            disableSecondFactor: { try await factor.disable($0, $1, $2) },
            requestTenantDeletion: { try await deletion(code: $0, password: $1, $2, $3) },
            withdrawTenantDeletion: { try await deletion.withdraw($0, $1, $2) })
    }
}
