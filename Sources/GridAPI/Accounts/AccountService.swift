package import GridModel
package import Identity
package import Operations
package import Persistence

/// Accounts of the whole installation. Everything throws `AccountRefusal` for what cannot be done.
package struct AccountService: Sendable {
    package var settings: AccountSettings
    package var register: @Sendable (NewAccount, Visitor) async throws -> Void
    package var verifyEmail: @Sendable (String, Visitor) async throws -> Void
    package var resendVerification: @Sendable (String) async throws -> Void
    /// E-mail address, password, whether the browser keeps the session.
    package var signIn: @Sendable (String, String, Bool, Visitor) async throws -> SignInAnswer
    /// Challenge, code.
    package var secondFactor: @Sendable (String, String, Visitor) async throws -> SessionGrant
    /// Begins a sign-in at a provider: its id, where to go on. Nil: there is no such provider.
    package var beginAtProvider: @Sendable (String, String) async throws -> SignInWithProvider.Beginning?
    /// The provider's id, what it sent, the browser's token.
    package var finishAtProvider:
        @Sendable (String, SignInWithProvider.Answer, String?, Visitor) async throws -> SignInWithProvider.Outcome
    package var renew: @Sendable (String, Visitor) async throws -> SessionGrant
    /// Refresh token, access token.
    package var signOut: @Sendable (String?, String?, Visitor) async throws -> Void
    package var forgotPassword: @Sendable (String, Visitor) async throws -> Void
    /// The link's token, the new password.
    package var resetPassword: @Sendable (String, String, Visitor) async throws -> Void
    package var chooseTenant: @Sendable (TenantID, Access, Visitor) async throws -> SessionGrant
    package var invitation: @Sendable (String) async throws -> InvitationOffer?
    /// The session goes on in the tenant that was joined.
    package var acceptInvitation: @Sendable (String, Access, Visitor) async throws -> SessionGrant
    package var profile: @Sendable (Access) async throws -> AccountProfile
    package var rename: @Sendable (String, Access, Visitor) async throws -> AccountProfile
    /// The present password, the new one.
    package var changePassword: @Sendable (String, String, Access, Visitor) async throws -> Void
    package var sessions: @Sendable (Access) async throws -> [Session]
    package var endSession: @Sendable (SessionID, Confirmation, Access, Visitor) async throws -> Bool
    package var endOtherSessions: @Sendable (Confirmation, Access, Visitor) async throws -> Int
    package var beginSecondFactor: @Sendable (Confirmation, Access, Visitor) async throws -> SecondFactorEnrolment
    package var confirmSecondFactor: @Sendable (String, Access, Visitor) async throws -> [RecoveryCode]
    package var renewRecoveryCodes: @Sendable (Confirmation, Access, Visitor) async throws -> [RecoveryCode]
    package var disableSecondFactor: @Sendable (Confirmation, Access, Visitor) async throws -> Void
    /// The tenant's code, the password; throws `TenantStateRefusal` too.
    package var requestTenantDeletion: @Sendable (String, String, Access, Visitor) async throws -> TenantRecord
    /// Throws `TenantStateRefusal` too.
    package var withdrawTenantDeletion: @Sendable (TenantID, Access, Visitor) async throws -> Void

    package init(
        settings: AccountSettings,
        register: @escaping @Sendable (NewAccount, Visitor) async throws -> Void,
        verifyEmail: @escaping @Sendable (String, Visitor) async throws -> Void,
        resendVerification: @escaping @Sendable (String) async throws -> Void,
        signIn: @escaping @Sendable (String, String, Bool, Visitor) async throws -> SignInAnswer,
        secondFactor: @escaping @Sendable (String, String, Visitor) async throws -> SessionGrant,
        beginAtProvider: @escaping @Sendable (String, String) async throws -> SignInWithProvider.Beginning?,
        finishAtProvider:
            @escaping @Sendable (String, SignInWithProvider.Answer, String?, Visitor) async throws ->
            SignInWithProvider.Outcome,
        renew: @escaping @Sendable (String, Visitor) async throws -> SessionGrant,
        signOut: @escaping @Sendable (String?, String?, Visitor) async throws -> Void,
        forgotPassword: @escaping @Sendable (String, Visitor) async throws -> Void,
        resetPassword: @escaping @Sendable (String, String, Visitor) async throws -> Void,
        chooseTenant: @escaping @Sendable (TenantID, Access, Visitor) async throws -> SessionGrant,
        invitation: @escaping @Sendable (String) async throws -> InvitationOffer?,
        acceptInvitation: @escaping @Sendable (String, Access, Visitor) async throws -> SessionGrant,
        profile: @escaping @Sendable (Access) async throws -> AccountProfile,
        rename: @escaping @Sendable (String, Access, Visitor) async throws -> AccountProfile,
        changePassword: @escaping @Sendable (String, String, Access, Visitor) async throws -> Void,
        sessions: @escaping @Sendable (Access) async throws -> [Session],
        endSession: @escaping @Sendable (SessionID, Confirmation, Access, Visitor) async throws -> Bool,
        endOtherSessions: @escaping @Sendable (Confirmation, Access, Visitor) async throws -> Int,
        beginSecondFactor: @escaping @Sendable (Confirmation, Access, Visitor) async throws -> SecondFactorEnrolment,
        confirmSecondFactor: @escaping @Sendable (String, Access, Visitor) async throws -> [RecoveryCode],
        renewRecoveryCodes: @escaping @Sendable (Confirmation, Access, Visitor) async throws -> [RecoveryCode],
        disableSecondFactor: @escaping @Sendable (Confirmation, Access, Visitor) async throws -> Void,
        requestTenantDeletion: @escaping @Sendable (String, String, Access, Visitor) async throws -> TenantRecord,
        withdrawTenantDeletion: @escaping @Sendable (TenantID, Access, Visitor) async throws -> Void
    ) {
        self.settings = settings
        self.register = register
        self.verifyEmail = verifyEmail
        self.resendVerification = resendVerification
        self.signIn = signIn
        self.secondFactor = secondFactor
        self.beginAtProvider = beginAtProvider
        self.finishAtProvider = finishAtProvider
        self.renew = renew
        self.signOut = signOut
        self.forgotPassword = forgotPassword
        self.resetPassword = resetPassword
        self.chooseTenant = chooseTenant
        self.invitation = invitation
        self.acceptInvitation = acceptInvitation
        self.profile = profile
        self.rename = rename
        self.changePassword = changePassword
        self.sessions = sessions
        self.endSession = endSession
        self.endOtherSessions = endOtherSessions
        self.beginSecondFactor = beginSecondFactor
        self.confirmSecondFactor = confirmSecondFactor
        self.renewRecoveryCodes = renewRecoveryCodes
        self.disableSecondFactor = disableSecondFactor
        self.requestTenantDeletion = requestTenantDeletion
        self.withdrawTenantDeletion = withdrawTenantDeletion
    }
}
