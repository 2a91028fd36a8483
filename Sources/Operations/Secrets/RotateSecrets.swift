package import GridModel
package import Identity
package import Persistence

/// Gives every tenant a new data key, seals its secrets with it, and, where a next installation's key is given, seals
/// everything under that: data keys, second factors, signing keys.
///
/// At every moment each value lies beside what opens it, so it can be cut short and begun again. A run with a next key
/// that ended well leaves nothing that the old one is needed for.
package struct RotateSecrets: Sendable {
    static let atOnce = 100

    package struct Outcome: Hashable, Sendable {
        package fileprivate(set) var tenants = 0
        package fileprivate(set) var secrets = 0
        /// Second factors and signing keys that were sealed anew.
        package fileprivate(set) var platformValues = 0
    }

    private let database: any Database
    private let keys: MasterKeyRing
    private let now: @Sendable () -> Timestamp

    package init(database: any Database, keys: MasterKeyRing, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.keys = keys
        self.now = now
    }

    /// - Throws: `SealError` for a value that neither key opens; what was sealed anew before stays so.
    package func callAsFunction(by actor: Actor) async throws -> Outcome {
        var outcome = Outcome()
        for tenant in try await database.readUnscoped({ try TenantDirectory($0).all() }) {
            let scope = TenantScope(tenant: tenant.id)
            guard let version = try await beginTenant(scope, by: actor) else { continue }
            outcome.secrets += try await resealSecrets(scope, version)
            try await database.write(scope) { _ = try DataKeyRepository($0).deleteUnused() }
            outcome.tenants += 1
        }
        if keys.isRotating { outcome.platformValues = try await resealPlatform() }
        let done = outcome
        try await database.writeUnscoped { connection in
            try connection.auditPlatform(
                "secrets.rotate", by: actor, on: "secrets", "all",
                after: ["tenants": done.tenants, "secrets": done.secrets, "platformValues": done.platformValues])
        }
        return outcome
    }

    /// A new data key, unless the run before was cut short after it had made one; then that is gone on with.
    /// - Returns: its version; nil for a tenant that has no secrets and no keys.
    private func beginTenant(_ scope: TenantScope, by actor: Actor) async throws -> Int64? {
        let now = now()
        return try await database.write(scope) { [keys] session in
            let repository = DataKeyRepository(session)
            guard let newest = try repository.newest() else { return nil }
            let context = SealContext.dataKey(newest.version, of: scope.tenant)
            let isOfThisRotation = try keys.isRotating && keys.resealed(newest.key, context: context) == nil
            let isUnfinished = try !TenantSecretRepository(session).sealed(before: newest.version, limit: 1).isEmpty
            if isOfThisRotation || (isUnfinished && !keys.isRotating) { return newest.version }
            let made = try DataKey.make(version: newest.version + 1, session, keys, at: now)
            try session.audit("dataKey.create", by: actor, on: "dataKey", made.version)
            return made.version
        }
    }

    private func resealSecrets(_ scope: TenantScope, _ version: Int64) async throws -> Int {
        var total = 0
        while true {
            let count = try await database.write(scope) { [keys] session in
                let secrets = TenantSecretRepository(session)
                guard let newest = try DataKey.newest(session, keys) else { return 0 }
                let page = try secrets.sealed(before: version, limit: Self.atOnce)
                for secret in page {
                    let context = SealContext.secret(secret.name, of: scope.tenant)
                    let value = try DataKey.of(secret, session, keys).open(secret.value, context: context)
                    try secrets.reseal(
                        secret.name, keyVersion: newest.version, value: try newest.seal(value, context: context))
                }
                return page.count
            }
            total += count
            if count < Self.atOnce { return total }
        }
    }

    private func resealPlatform() async throws -> Int {
        var total = try await database.writeUnscoped { [keys] connection in
            let seals = PlatformSealRepository(platform: connection)
            var count = 0
            for (id, sealed) in try seals.signingKeys() {
                guard let new = try keys.resealed(sealed, context: SealContext.signingKey(id)) else { continue }
                try seals.set(signingKey: new, id: id)
                count += 1
            }
            return count
        }
        var after: UserID?
        while true {
            let position = after
            let (count, last) = try await database.writeUnscoped { [keys] connection in
                let seals = PlatformSealRepository(platform: connection)
                var count = 0
                let page = try seals.totpSecrets(after: position, limit: Self.atOnce)
                for (user, sealed) in page {
                    guard let new = try keys.resealed(sealed, context: SealContext.totp(user)) else { continue }
                    try seals.set(totpSecret: new, of: user)
                    count += 1
                }
                return (count, page.last?.user)
            }
            total += count
            guard let last else { return total }
            after = last
        }
    }
}
