import GridModel
import Identity
import Persistence

/// Begins and renews sessions.
struct SessionIssuer: Sendable {
    /// How long a session lasts that nobody uses, and at most.
    struct Lifetime {
        let idleSeconds: Int64
        let longestSeconds: Int64

        /// OWASP ASVS 5.0, 7.3: a limit to idleness and one to the whole.
        static func of(isPersistent: Bool) -> Lifetime {
            isPersistent
                ? Lifetime(idleSeconds: 30 * 86_400, longestSeconds: 90 * 86_400)
                : Lifetime(idleSeconds: 12 * 3600, longestSeconds: 24 * 3600)
        }

        /// With the limit to idleness that the active tenant sets. A session counts as used when it is renewed, and
        /// that may be as long before its last use as an access token is good for.
        static func of(
            isPersistent: Bool, in tenant: TenantID?, _ connection: any SQLConnection
        ) throws -> Lifetime {
            let own = of(isPersistent: isPersistent)
            guard let tenant,
                let minutes = try TenantSettings.sessionIdleMinutes(of: tenant, platform: connection)
            else { return own }
            return Lifetime(
                idleSeconds: min(own.idleSeconds, Int64(minutes) * 60 + AccessToken.lifetimeSeconds),
                longestSeconds: own.longestSeconds)
        }

        func end(at now: Timestamp, begunAt: Timestamp) -> Timestamp {
            min(now + idleSeconds, begunAt + longestSeconds)
        }
    }

    /// A session as the transaction left it; tokens are signed after.
    struct Draft: Sendable {
        let session: Session
        let refresh: RefreshToken
        let profile: AccountProfile
    }

    let tokens: AccessTokens
    let now: @Sendable () -> Timestamp

    /// - Parameter connection: of a `writeUnscoped`.
    static func begin(
        _ user: User, method: String, secondFactorAt: Timestamp?, isPersistent: Bool, _ visitor: Visitor,
        settings: AccountSettings, at now: Timestamp, _ connection: any SQLConnection
    ) throws -> Draft {
        let sessions = SessionRepository(platform: connection)
        let tenants = try AccountTenants(platform: connection).all(of: user.id)
        // Where they were last; else the first that is served.
        let last = try sessions.open(of: user.id, at: now, limit: 1).first?.activeTenant
        let active = tenants.first { $0.id == last && $0.isActive } ?? tenants.first(where: \.isActive)
        let refresh = RefreshToken(session: SessionID(rawValue: String(SecretToken().text.prefix(22))))
        let session = Session(
            id: refresh.session, user: user.id, activeTenant: active?.id, refreshHash: refresh.secret.hash,
            method: method, secondFactorAt: secondFactorAt, isPersistent: isPersistent, address: visitor.address,
            userAgent: visitor.userAgent, createdAt: now, lastUsedAt: now,
            expiresAt: try Lifetime.of(isPersistent: isPersistent, in: active?.id, connection).end(
                at: now, begunAt: now))
        try makeRoom(for: user, upTo: settings.mostSessions, visitor, at: now, connection)
        try sessions.insert(session)
        try connection.note(
            "session.begin", by: visitor.actor(user.id, user.email), on: user.id,
            in: active.map { [$0.id] } ?? [],
            after: "{\"method\":\"\(method)\",\"secondFactor\":\(secondFactorAt != nil)}", at: now)
        return Draft(
            session: session, refresh: refresh,
            profile: AccountProfile(
                user, tenants: tenants, active: active?.id,
                lacksSecondFactor: try settings.secondFactorDemand.isUnmet(
                    by: user, secondFactorAt: secondFactorAt, in: active?.id, connection)))
    }

    /// Ends the sessions that were used longest ago, so that one more stays within the limit.
    private static func makeRoom(
        for user: User, upTo most: Int, _ visitor: Visitor, at now: Timestamp, _ connection: any SQLConnection
    ) throws {
        let ended = try SessionRepository(platform: connection).endOldest(
            of: user.id, beyond: most - 1, outOf: ManageSessions.limits.upperBound, because: "too many were open",
            at: now)
        guard !ended.isEmpty else { return }
        for session in ended {
            try connection.note(
                "session.end", by: visitor.actor(user.id, user.email), on: user.id,
                in: try connection.tenantsToTell(of: user.id, among: [session.activeTenant]),
                after: "{\"session\":\"\(session.id)\",\"reason\":\"too many were open\"}", at: now)
        }
        try connection.notify(.identity)
    }

    /// - Parameter tenant: to be active from now on; nil: as before.
    /// - Returns: nil when the session's refresh token is another meanwhile.
    static func renew(
        _ session: Session, of user: User, tenant: TenantID?, _ visitor: Visitor, demand: SecondFactorDemand,
        at now: Timestamp, _ connection: any SQLConnection
    ) throws -> Draft? {
        let tenants = try AccountTenants(platform: connection).all(of: user.id)
        let wanted = tenant ?? session.activeTenant
        let active = tenants.first { $0.id == wanted && $0.isActive } ?? tenants.first(where: \.isActive)
        let refresh = RefreshToken(session: session.id)
        let end = try Lifetime.of(isPersistent: session.isPersistent, in: active?.id, connection).end(
            at: now, begunAt: session.createdAt)
        let isRenewed = try SessionRepository(platform: connection).rotate(
            session.id, from: session.refreshHash, to: refresh.secret.hash, activeTenant: active?.id,
            address: visitor.address, userAgent: visitor.userAgent, at: now, expiresAt: end)
        guard isRenewed, let renewed = try SessionRepository(platform: connection).session(session.id) else {
            return nil
        }
        if active?.id != session.activeTenant {
            try noteMove(of: user, from: session.activeTenant, to: active?.id, visitor, at: now, connection)
        }
        return Draft(
            session: renewed, refresh: refresh,
            profile: AccountProfile(
                user, tenants: tenants, active: active?.id,
                lacksSecondFactor: try demand.isUnmet(
                    by: user, secondFactorAt: renewed.secondFactorAt, in: active?.id, connection)))
    }

    /// The platform's log tells from where to where; each tenant's only of its own part.
    private static func noteMove(
        of user: User, from left: TenantID?, to entered: TenantID?, _ visitor: Visitor, at now: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        let actor = visitor.actor(user.id, user.email)
        try connection.note(
            "session.chooseTenant", by: actor, on: user.id, before: json(left), after: json(entered), at: now)
        let told = try connection.tenantsToTell(of: user.id, among: [left, entered])
        for tenant in told.sorted() {
            try connection.noteInLog(
                of: tenant, tenant == left ? "session.leaveTenant" : "session.enterTenant", by: actor, on: user.id,
                at: now)
        }
    }

    private static func json(_ tenant: TenantID?) -> String? { tenant.map { "{\"tenant\":\($0)}" } }

    func grant(_ draft: Draft) async throws -> SessionGrant {
        let now = now()
        let token = AccessToken(
            user: draft.profile.id, session: draft.session.id, tenant: draft.profile.tenant?.id, issuedAt: now)
        return SessionGrant(
            accessToken: try await tokens.sign(token), expiresInSeconds: AccessToken.lifetimeSeconds,
            refreshToken: draft.refresh.text,
            keptSeconds: draft.session.isPersistent ? draft.session.expiresAt - now : nil, profile: draft.profile)
    }
}
