package import GridModel
package import Identity
package import Persistence

/// What all use cases of accounts share.
package struct AccountParts: Sendable {
    package let database: any Database
    package let settings: AccountSettings
    package let hasher: PasswordHasher
    package let rules: PasswordRules
    package let breached: BreachedPasswords
    package let keys: MasterKeyRing
    package let tokens: AccessTokens
    /// By the wall clock, also in a city whose past is replayed.
    package let now: @Sendable () -> Timestamp
    /// Called once a change is committed, so that this process forgets at once what it remembered of anybody's access.
    package let changed: @Sendable () -> Void

    package init(
        database: any Database, settings: AccountSettings, hasher: PasswordHasher, rules: PasswordRules,
        breached: BreachedPasswords, keys: MasterKeyRing, tokens: AccessTokens,
        now: @escaping @Sendable () -> Timestamp,
        changed: @escaping @Sendable () -> Void
    ) {
        self.database = database
        self.settings = settings
        self.hasher = hasher
        self.rules = rules
        self.breached = breached
        self.keys = keys
        self.tokens = tokens
        self.now = now
        self.changed = changed
    }

    var mails: AccountMails { AccountMails(settings) }
    var throttle: ThrottleSignIns { ThrottleSignIns(database: database, now: now) }

    /// A change of the platform's, after which nothing is remembered of anybody's access.
    func change<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        let value = try await database.writeUnscoped { connection in
            let value = try body(connection)
            try connection.notify(.identity)
            return value
        }
        changed()
        return value
    }

    /// - Throws: `AccountRefusal.busy`
    func hash(_ password: String) async throws -> String {
        do {
            return try await hasher.hash(password)
        } catch is PasswordHasher.Busy {
            throw AccountRefusal.busy
        }
    }

    /// Whether a password is somebody's, as often as they may try.
    /// - Throws: `AccountRefusal.tooMany`, `.busy`
    func isPassword(_ password: String, of user: User, _ visitor: Visitor) async throws -> Bool {
        let subjects: [SignInSubject] = [.account(user.email, from: visitor.address)]
        try await throttle.begin(subjects)
        let isRight: Bool
        do {
            isRight = try await hasher.verify(password, against: user.passwordHash)
        } catch {
            try await throttle.takeBack(subjects)
            if error is PasswordHasher.Busy { throw AccountRefusal.busy }
            throw error
        }
        if isRight { try await throttle.takeBack(subjects) }
        return isRight
    }

    /// The user of a session; they may have been disabled a moment ago.
    func person(_ access: Access) async throws -> (user: User, session: SessionID) {
        guard case .user(let id, let session) = access.principal,
            let user = try await database.readUnscoped({ try UserRepository(platform: $0).user(id) }),
            user.disabledAt == nil
        else { throw AccountRefusal.notSignedIn }
        return (user, session)
    }
}
