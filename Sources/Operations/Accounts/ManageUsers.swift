package import GridModel
package import Identity
package import Persistence

/// What whoever operates the machine does with accounts: first ones, lost passwords, and those that must go.
package struct ManageUsers: Sendable {
    /// A link that lets its owner choose a password is good for a day.
    private static let linkSeconds: Int64 = 86_400

    /// Somebody to be let in.
    package struct Draft: Sendable {
        package let email: String
        package let name: String
        /// Nil: a link is made by which they choose one.
        package let password: String?
        package let tenant: TenantID?
        package let role: String
        package let isPlatformOwner: Bool

        package init(
            email: String, name: String, password: String?, tenant: TenantID?, role: String, isPlatformOwner: Bool
        ) {
            self.email = email
            self.name = name
            self.password = password
            self.tenant = tenant
            self.role = role
            self.isPlatformOwner = isPlatformOwner
        }
    }

    private let database: any Database
    private let settings: AccountSettings
    private let hasher: PasswordHasher
    private let rules: PasswordRules
    private let breached: BreachedPasswords
    private let actor: Actor
    private let now: @Sendable () -> Timestamp

    package init(
        database: any Database, settings: AccountSettings, hasher: PasswordHasher, rules: PasswordRules,
        breached: BreachedPasswords, actor: Actor,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.settings = settings
        self.hasher = hasher
        self.rules = rules
        self.breached = breached
        self.actor = actor
        self.now = now
    }

    package func list(after: UserID?, limit: Int) async throws -> [(user: User, tenants: [AccountTenant])] {
        try await database.readUnscoped { connection in
            try UserRepository(platform: connection).list(after: after, limit: limit).map {
                ($0, try AccountTenants(platform: connection).all(of: $0.id))
            }
        }
    }

    /// Makes an account; one that is there is given the tenant's role, or the installation.
    /// - Returns: the link by which they choose a password; nil when they have one.
    /// - Throws: `AccountRefusal`
    package func create(_ draft: Draft) async throws -> String? {
        // Before anything is made.
        if let tenant = draft.tenant {
            try await database.read(TenantScope(tenant: tenant)) { try Self.check(draft.role, $0) }
        }
        let made = try await account(draft)
        if let tenant = draft.tenant { try await join(made.id, tenant, draft.role) }
        return made.link
    }

    /// The password of before is good no more.
    /// - Parameter password: nil makes a link by which they choose one.
    /// - Returns: the link.
    /// - Throws: `AccountRefusal`
    package func resetPassword(_ email: String, to password: String?) async throws -> String? {
        let user = try await user(email)
        var hash: String?
        if let password {
            try await check(password, user.email, user.name)
            hash = try await hasher.hash(password)
        }
        let (now, actor, settings, fresh) = (now(), actor, settings, hash)
        return try await change { connection -> String? in
            try OneTimeTokenRepository(platform: connection).deleteAll(of: user.id)
            try SessionRepository(platform: connection).endAll(
                of: user.id, because: "the password was reset on the command line", at: now)
            var link: String?
            if let fresh {
                try UserRepository(platform: connection).set(passwordHash: fresh, of: user.id, at: now)
                try UserRepository(platform: connection).setEmailVerified(user.id, at: now)
            } else {
                try UserRepository(platform: connection).clearPassword(user.id, at: now)
                link = try Self.link(user.id, settings, at: now, connection)
            }
            try connection.note(
                "user.resetPassword", by: actor, on: user.id, in: try connection.tenantsToTell(of: user.id), at: now)
            return link
        }
    }

    /// - Parameter isDisabled: false lets them in again.
    /// - Throws: `AccountRefusal`
    package func set(isDisabled: Bool, _ email: String) async throws {
        let user = try await user(email)
        let (now, actor) = (now(), actor)
        try await change { connection in
            try UserRepository(platform: connection).set(disabledAt: isDisabled ? now : nil, of: user.id)
            if isDisabled {
                try OneTimeTokenRepository(platform: connection).deleteAll(of: user.id)
                try SessionRepository(platform: connection).endAll(
                    of: user.id, because: "the account was disabled", at: now)
            }
            try connection.note(
                isDisabled ? "user.disable" : "user.enable", by: actor, on: user.id,
                in: try connection.tenantsToTell(of: user.id), at: now)
        }
    }

    /// Nothing of the account stays but its entries in audit logs, which nobody can take out.
    /// - Throws: `AccountRefusal`; `.conflict` for a tenant's only Admin, or the only owner of the installation
    package func delete(_ email: String) async throws {
        let user = try await user(email)
        let (now, actor) = (now(), actor)
        try await change { connection in
            let users = UserRepository(platform: connection)
            if user.isPlatformOwner, try users.platformOwnerCount() == 1 {
                throw AccountRefusal.conflict(
                    "“\(user.email)” is the only owner of the installation: make another first.")
            }
            let tenants = try AccountTenants(platform: connection).all(of: user.id)
            for tenant in tenants where tenant.role == BuiltInRole.admin.rawValue {
                guard try AccountTenants(platform: connection).adminCount(of: tenant.id) > 1 else {
                    throw AccountRefusal.conflict(
                        "“\(user.email)” is the only Admin of “\(tenant.name)”: make another first, or delete the tenant."
                    )
                }
            }
            try connection.note(
                "user.delete", by: actor, on: user.id, in: try connection.tenantsToTell(of: user.id), at: now)
            try OutboxRepository(platform: connection).delete(to: user.email)
            try users.delete(user.id)
        }
    }

    private func account(_ draft: Draft) async throws -> (id: UserID, link: String?) {
        guard let email = EmailAddress.normalized(draft.email) else {
            throw AccountRefusal.invalid([
                .init(field: "email", message: "Not an e-mail address.", expected: "such as name@example.com")
            ])
        }
        let found = try await database.readUnscoped { try UserRepository(platform: $0).user(email: email) }
        if let found { return (try await extend(found, draft), nil) }
        var faults: [AccountRefusal.Fault] = []
        let name = NewAccount.checked(name: draft.name, &faults)
        guard faults.isEmpty else { throw AccountRefusal.invalid(faults) }
        var hash: String?
        if let password = draft.password {
            try await check(password, email, name)
            hash = try await hasher.hash(password)
        }
        let (now, actor, settings, fresh, owner) = (now(), actor, settings, hash, draft.isPlatformOwner)
        return try await change { connection -> (id: UserID, link: String?) in
            let users = UserRepository(platform: connection)
            guard try users.user(email: email) == nil else {
                throw AccountRefusal.conflict("There is an account “\(email)” already.")
            }
            let id = try users.insert(
                email: email, name: name, passwordHash: fresh, verifiedAt: now, isPlatformOwner: owner, at: now)
            try connection.note("user.create", by: actor, on: id, after: "{\"platformOwner\":\(owner)}", at: now)
            let link = try fresh == nil ? Self.link(id, settings, at: now, connection) : nil
            return (id, link)
        }
    }

    private func extend(_ user: User, _ draft: Draft) async throws -> UserID {
        guard draft.password == nil, draft.tenant != nil || draft.isPlatformOwner else {
            throw AccountRefusal.conflict(
                "There is an account “\(user.email)” already: reset its password, or give it another tenant.")
        }
        guard draft.isPlatformOwner, !user.isPlatformOwner else { return user.id }
        let (now, actor) = (now(), actor)
        try await change { connection in
            try UserRepository(platform: connection).set(isPlatformOwner: true, of: user.id)
            try connection.note("user.makePlatformOwner", by: actor, on: user.id, at: now)
        }
        return user.id
    }

    private func join(_ user: UserID, _ tenant: TenantID, _ role: String) async throws {
        let (now, actor) = (now(), actor)
        try await database.administer(TenantScope(tenant: tenant)) { session in
            try Self.check(role, session)
            let members = MembershipRepository(session)
            if try members.membership(user) == nil {
                try members.insert(Membership(user: user, role: role, createdAt: now, invitedBy: nil))
            } else {
                _ = try members.set(role: role, of: user)
            }
            try AuditRepository(session).add(
                AuditEvent(
                    actor: actor, action: "member.add", objectKind: "user", objectID: user.description,
                    after: "{\"role\":\"\(role)\"}"), at: now)
            try session.connection.notify(.identity)
        }
    }

    private static func check(_ role: String, _ session: TenantSession) throws {
        guard try RoleRepository(session).permissions(of: role) != nil else {
            let known = try BuiltInRole.allCases.map(\.rawValue) + RoleRepository(session).all().map(\.code)
            throw AccountRefusal.invalid([
                .init(
                    field: "role", message: "There is no role “\(role.prefix(60))”.",
                    expected: "one of " + known.joined(separator: ", "))
            ])
        }
    }

    private func user(_ typed: String) async throws -> User {
        let email = EmailAddress.normalized(typed) ?? ""
        guard let user = try await database.readUnscoped({ try UserRepository(platform: $0).user(email: email) }) else {
            throw AccountRefusal.notFound("account “\(typed.prefix(254))”")
        }
        return user
    }

    private func check(_ password: String, _ email: String, _ name: String) async throws {
        if let fault = rules.fault(of: password, words: [email, name, settings.productName]) {
            throw AccountRefusal.invalid([AccountRefusal.password(fault, field: "password")])
        }
        try await breached.refuse(password, field: "password")
    }

    private func change<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await database.writeUnscoped { connection in
            let value = try body(connection)
            try connection.notify(.identity)
            return value
        }
    }

    private static func link(
        _ user: UserID, _ settings: AccountSettings, at now: Timestamp, _ connection: any SQLConnection
    ) throws -> String {
        let token = SecretToken()
        try OneTimeTokenRepository(platform: connection).insert(
            OneTimeToken(purpose: .resetPassword, user: user, createdAt: now, expiresAt: now + linkSeconds),
            hash: token.hash)
        return AccountMails(settings).link("reset-password", token)
    }
}
