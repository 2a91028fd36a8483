import DatabaseTesting
import GridModel
import Identity
import Operations
import Persistence
import Synchronization
import Testing

@Suite struct TenantSecretsTests {
    private let temporary: TemporaryDatabase
    private let scope: TenantScope
    private let old: MasterKey
    private let new: MasterKey

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("town")
        old = try #require(MasterKey(bytes: MasterKey.makeBytes()))
        new = try #require(MasterKey(bytes: MasterKey.makeBytes()))
    }

    private func secrets(_ keys: MasterKeyRing, of other: TenantScope? = nil) -> TenantSecrets {
        TenantSecrets(database: temporary.database, scope: other ?? scope, keys: keys, now: { .epoch })
    }

    private var before: MasterKeyRing { MasterKeyRing(current: old) }
    private var during: MasterKeyRing { MasterKeyRing(current: old, next: new) }
    private var after: MasterKeyRing { MasterKeyRing(current: new) }

    private func stored() async throws -> [[UInt8]] {
        try await temporary.database.readUnscoped { connection in
            try connection.rows("SELECT sealed_value FROM tenant_secrets ORDER BY tenant_id, name") { $0.blob(0) }
                + connection.rows("SELECT sealed_key FROM data_keys ORDER BY tenant_id, version") { $0.blob(0) }
        }
    }

    @Test func whatIsStoredDoesNotShowTheSecret() async throws {
        let value = Array("correct horse battery".utf8)
        try await secrets(before).set("openaq.key", to: value, by: .tester)
        #expect(try await secrets(before).value("openaq.key") == value)
        for bytes in try await stored() { #expect(!String(decoding: bytes, as: UTF8.self).contains("horse")) }
        #expect(try await secrets(before).names().map { $0.name } == ["openaq.key"])
        let log = try await AuditQueries(database: temporary.database, scope: scope).list(
            AuditFilter(), before: nil, limit: 9)
        #expect(log.map(\.event.action) == ["secret.set"] && log[0].event.after == nil)
        await #expect(throws: SealError.self) { try await secrets(after).value("openaq.key") }
        #expect(try await secrets(before).remove("openaq.key", by: .tester))
        #expect(try await secrets(before).value("openaq.key") == nil)
        #expect(try await !secrets(before).remove("openaq.key", by: .tester))
    }

    @Test func secretOpensOnlyWhereItBelongs() async throws {
        let other = try await temporary.tenant("other")
        try await secrets(before).set("a", to: [1], by: .tester)
        try await secrets(before).set("b", to: [2], by: .tester)
        try await secrets(before, of: other).set("a", to: [3], by: .tester)
        // Exchanged by somebody who can write to the database.
        try await temporary.database.writeUnscoped { connection in
            try connection.run(
                "UPDATE tenant_secrets SET sealed_value = (SELECT x.sealed_value FROM tenant_secrets x WHERE x.tenant_id = 1 AND x.name = 'b') WHERE tenant_id = 1 AND name = 'a'"
            )
            try connection.run(
                "UPDATE data_keys SET sealed_key = (SELECT x.sealed_key FROM data_keys x WHERE x.tenant_id = 1) WHERE tenant_id = 2"
            )
        }
        await #expect(throws: SealError.self) { try await secrets(before).value("a") }
        await #expect(throws: SealError.self) { try await secrets(before, of: other).value("a") }
        #expect(try await secrets(before).value("b") == [2])
    }

    @Test(arguments: ["", "A", "a b", ".a", String(repeating: "a", count: 101)])
    func badNameIsRefused(name: String) async throws {
        await #expect(throws: SecretRefusal.badName) { try await secrets(before).set(name, to: [1], by: .tester) }
    }

    @Test func emptyAndHugeSecretsAreRefused() async throws {
        for size in [0, TenantSecrets.mostBytes + 1] {
            await #expect(throws: SecretRefusal.badSize(size)) {
                try await secrets(before).set("a", to: Array(repeating: 1, count: size), by: .tester)
            }
        }
    }

    @Test func rotationWithoutANewMasterKeyChangesTheDataKeys() async throws {
        try await secrets(before).set("a", to: [1], by: .tester)
        let first = try await stored()
        let outcome = try await RotateSecrets(database: temporary.database, keys: before, now: { .epoch })(by: .tester)
        #expect(outcome.tenants == 1 && outcome.secrets == 1 && outcome.platformValues == 0)
        let second = try await stored()
        #expect(second.count == 2 && Set(second).isDisjoint(with: first))
        #expect(try await secrets(before).value("a") == [1])
    }

    @Test func afterARotationTheOldMasterKeyIsNeededNoMore() async throws {
        try await seed(count: 250)
        let outcome = try await RotateSecrets(database: temporary.database, keys: during, now: { .epoch })(by: .tester)
        #expect(outcome.secrets == 250 && outcome.platformValues == 2)
        try await expectOnlyTheNewKeyOpens(count: 250)
        // Once more has nothing to do but makes nothing worse.
        _ = try await RotateSecrets(database: temporary.database, keys: during, now: { .epoch })(by: .tester)
        try await expectOnlyTheNewKeyOpens(count: 250)
    }

    /// Cut short after each of its transactions in turn: everything can be read at every moment, and the next run
    /// ends it.
    @Test func rotationThatWasCutShortAnywhereGoesOn() async throws {
        try await seed(count: 250)
        var allowed = 1
        while true {
            let failing = CountedDatabase(temporary.database, writes: allowed)
            do {
                _ = try await RotateSecrets(database: failing, keys: during, now: { .epoch })(by: .tester)
                break
            } catch is CountedDatabase.Stopped {
                allowed += 1
                for index in [0, 99, 100, 249] {
                    #expect(try await secrets(during).value("s\(index)") == [UInt8(index)])
                }
            }
        }
        #expect(allowed > 2)
        try await expectOnlyTheNewKeyOpens(count: 250)
    }

    private func seed(count: Int) async throws {
        for index in 0..<count { try await secrets(before).set("s\(index)", to: [UInt8(index)], by: .tester) }
        let old = old
        try await temporary.database.writeUnscoped { connection in
            let totp = try old.seal([7], context: SealContext.totp(UserID(1)))
            try connection.run(
                "INSERT INTO users (user_id, email, name, is_platform_owner, created_at, sealed_totp_secret) VALUES (1, 'a@b.example', 'A', 0, 0, $1)",
                [totp.sql])
            let key = try old.seal([8], context: SealContext.signingKey("k1"))
            try connection.run(
                "INSERT INTO signing_keys (key_id, sealed_private_key, created_at) VALUES ('k1', $1, 0)", [key.sql])
        }
    }

    private func expectOnlyTheNewKeyOpens(count: Int) async throws {
        for index in 0..<count { #expect(try await secrets(after).value("s\(index)") == [UInt8(index)]) }
        await #expect(throws: SealError.self) { try await secrets(before).value("s0") }
        let (totp, key) = try await temporary.database.readUnscoped { connection in
            (
                try connection.firstRow("SELECT sealed_totp_secret FROM users") { $0.blob(0) } ?? [],
                try connection.firstRow("SELECT sealed_private_key FROM signing_keys") { $0.blob(0) } ?? []
            )
        }
        #expect(try new.open(totp, context: SealContext.totp(UserID(1))) == [7])
        #expect(try new.open(key, context: SealContext.signingKey("k1")) == [8])
        let keys = try await temporary.database.read(scope) { try DataKeyRepository($0).all() }
        #expect(keys.count == 1)
    }
}

/// A database that stops after so many writes.
private final class CountedDatabase: Database {
    struct Stopped: Error {}

    private let real: any Database
    private let left: Mutex<Int>

    init(_ real: any Database, writes: Int) {
        self.real = real
        left = Mutex(writes)
    }

    private func count() throws {
        try left.withLock {
            guard $0 > 0 else { throw Stopped() }
            $0 -= 1
        }
    }

    var dialect: Dialect { real.dialect }

    func readUnscoped<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value { try await real.readUnscoped(body) }

    func writeUnscoped<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try count()
        return try await real.writeUnscoped(body)
    }

    func read<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value { try await real.read(scope, body) }

    func write<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value {
        try count()
        return try await real.write(scope, body)
    }

    func append<Value: Sendable>(
        _ scope: TenantScope, _ body: @escaping @Sendable (TenantSession) throws -> Value
    ) async throws -> Value { try await real.append(scope, body) }

    func changeSchema<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value { try await real.changeSchema(body) }

    func notifications(on channel: DatabaseChannel) -> AsyncStream<Void> { real.notifications(on: channel) }

    func close() async throws {}
}
