import GridAPI
import GridModel
import Identity
import Operations
import Persistence

extension TestCity {
    static let ownTenant = AccountTenant(
        id: TenantID(1), name: "Fontana", isActive: true, role: "operator", roleName: "Operator",
        permissions: BuiltInRole.operator.permissions)

    static let profile = AccountProfile(
        id: UserID(1), email: "ada@example.com", name: "Ada", isPlatformOwner: false, hasSecondFactor: true,
        hasPassword: true,
        tenant: ownTenant, tenants: [ownTenant])

    static let grant = SessionGrant(
        accessToken: "access", expiresInSeconds: 900, refreshToken: "s.refresh", keptSeconds: nil, profile: profile)

    static let session = Session(
        id: SessionID(rawValue: "s"), user: UserID(1), activeTenant: TenantID(1), refreshHash: [], method: "password",
        secondFactorAt: nil, isPersistent: true, address: "192.0.2.1", userAgent: "Test", createdAt: now,
        lastUsedAt: now, expiresAt: now + 3600)

    /// Knows one person, whose password is `right`, whose code is `123456` and whose tokens are `good`.
    static let accounts = AccountService(
        settings: AccountSettings(registration: .invite, publicURL: "https://grid.example"),
        register: { _, _ in },
        verifyEmail: { token, _ in try check(token) },
        resendVerification: { _ in },
        signIn: { email, password, isPersistent, _ in
            guard password == "right" else { throw AccountRefusal.notSignedIn }
            switch email {
            case "code@example.com": return .secondFactor(challenge: "good")
            case "new@example.com": throw AccountRefusal.emailNotVerified
            case "slow@example.com": throw AccountRefusal.tooMany(30)
            case "busy@example.com": throw AccountRefusal.busy
            default:
                return .session(
                    SessionGrant(
                        accessToken: "access", expiresInSeconds: 900, refreshToken: "s.refresh",
                        keptSeconds: isPersistent ? 86_400 : nil, profile: profile))
            }
        },
        secondFactor: { challenge, code, _ in
            guard challenge == "good", code == "123456" else { throw AccountRefusal.notSignedIn }
            return grant
        },
        beginAtProvider: { _, _ in nil },
        finishAtProvider: { _, _, _, _ in throw SignInWithProvider.Refusal.expired },
        renew: { token, _ in
            switch token {
            case "s.refresh": return grant
            case "s.used": throw AccountRefusal.conflict("The session was renewed a moment ago: use the newer token.")
            default: throw AccountRefusal.notSignedIn
            }
        },
        signOut: { _, _, _ in },
        forgotPassword: { _, _ in },
        resetPassword: { token, _, _ in try check(token) },
        chooseTenant: { tenant, _, _ in
            guard tenant == TenantID(1) else { throw AccountRefusal.notFound("tenant \(tenant) that you belong to") }
            return grant
        },
        invitation: { token in
            guard token == "good" else { return nil }
            return InvitationOffer(
                email: "ada@example.com", tenantName: "Fontana", roleName: "Operator", invitedBy: nil, expiresAt: now)
        },
        acceptInvitation: { token, _, _ in
            try check(token)
            return grant
        },
        profile: { _ in profile },
        rename: { _, _, _ in profile },
        changePassword: { current, _, _, _ in
            guard current == "right" else {
                throw AccountRefusal.invalid([.init(field: "currentPassword", message: "No.", expected: "yours")])
            }
        },
        sessions: { _ in [session] },
        endSession: { id, confirmation, _, _ in
            try check(confirmation)
            return id == session.id
        },
        endOtherSessions: { confirmation, _, _ in
            try check(confirmation)
            return 1
        },
        beginSecondFactor: { confirmation, _, _ in
            try check(confirmation)
            return SecondFactorEnrolment(secret: "GEZDGNBV", uri: "otpauth://totp/x")
        },
        confirmSecondFactor: { _, _, _ in [RecoveryCode()] },
        renewRecoveryCodes: { confirmation, _, _ in
            try check(confirmation)
            return [RecoveryCode()]
        },
        disableSecondFactor: { confirmation, _, _ in try check(confirmation) },
        requestTenantDeletion: { code, password, _, _ in
            guard code == "fontana", password == "right" else {
                throw AccountRefusal.invalid([.init(field: "code", message: "No.", expected: "fontana")])
            }
            return TenantRecord(
                tenant: Tenant(
                    id: TenantID(1), code: "fontana", name: "Fontana", timeZone: "America/Los_Angeles",
                    locale: "en-US", currency: "USD", state: .deleting), createdAt: now, stateChangedAt: now,
                deleteAfter: now + 86_400)
        },
        withdrawTenantDeletion: { tenant, _, _ in
            guard tenant == TenantID(1) else { throw AccountRefusal.notFound("tenant \(tenant) that you belong to") }
        })

    private static func check(_ confirmation: Confirmation) throws {
        guard confirmation.password == "right" || confirmation.code == "123456" else {
            throw AccountRefusal.invalid([.init(field: "password", message: "No.", expected: "yours")])
        }
    }

    private static func check(_ token: String) throws {
        guard token == "good" else {
            throw AccountRefusal.invalid([.init(field: "token", message: "Wrong.", expected: "another")])
        }
    }
}
