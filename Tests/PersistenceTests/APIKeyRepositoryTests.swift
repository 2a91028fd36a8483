import DatabaseTesting
import GridModel
import Identity
import Persistence
import Testing

@Suite struct APIKeyRepositoryTests {
    let temporary: TemporaryDatabase
    let one: TenantScope
    let two: TenantScope
    static let now = Timestamp(secondsSinceEpoch: 1_795_000_000)

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        one = try await temporary.tenant("one")
        two = try await temporary.tenant("two")
    }

    private func settings(_ name: String) throws -> APIKey.Settings {
        APIKey.Settings(
            name: name, scopes: [.gridRead, .readingsWrite],
            allowedAddresses: try ["192.0.2.0/24", "2001:db8::/32"].map { try #require(AddressBlock($0)) },
            requestsPerMinute: 30, monthlyQuota: 3_000_000_000, expiresAt: Self.now + 86_400)
    }

    private func add(_ name: String, to scope: TenantScope, secret: SecretToken = SecretToken()) async throws -> APIKey
    {
        let settings = try settings(name)
        return try await temporary.database.write(scope) {
            try APIKeyRepository($0).add(settings, secret: secret, by: "ada@example.com", at: Self.now)
        }
    }

    @Test func aKeyComesBackAsItWasStoredWithTheHashOfItsSecretAlone() async throws {
        let secret = SecretToken()
        let key = try await add("telegraf", to: one, secret: secret)
        let stored = try #require(try await temporary.database.read(one) { try APIKeyRepository($0).stored(key.id) })
        let settings = try settings("telegraf")
        #expect(stored.key == key && stored.key.settings == settings)
        #expect(stored.hash == secret.hash && secret.text.hasSuffix(key.hint))
    }

    @Test func whatChangesIsStored() async throws {
        var key = try await add("a", to: one)
        key.settings = APIKey.Settings(name: "b", scopes: [.auditRead])
        key.revokedAt = Self.now + 5
        key.replacedBy = APIKeyID(9)
        let changed = key
        try await temporary.database.write(one) { try APIKeyRepository($0).update(changed) }
        #expect(try await temporary.database.read(one) { try APIKeyRepository($0).key(changed.id) } == changed)
    }

    @Test func keysAreListedInOrderAndOfTheirTenantAlone() async throws {
        for name in ["a", "b", "c"] { _ = try await add(name, to: one) }
        let other = try await add("other", to: two)
        let names = try await temporary.database.read(one) { session in
            let keys = APIKeyRepository(session)
            return try keys.list(at: Self.now, limit: 2).map(\.settings.name)
                + keys.list(at: Self.now, after: APIKeyID(2), limit: 9).map(\.settings.name)
        }
        #expect(names == ["a", "b", "c"])
        #expect(other.id == APIKeyID(1))
        #expect(try await temporary.database.read(two) { try APIKeyRepository($0).key(APIKeyID(2)) } == nil)
        #expect(try await temporary.database.read(two) { try APIKeyRepository($0).key(APIKeyID(1)) } == other)
    }

    @Test func keysAreFoundByStateMakerAndWords() async throws {
        for name in ["100%", "1000", "Meter_1", "meter-2"] { _ = try await add(name, to: one) }
        var revoked = try await add("old", to: one)
        revoked.revokedAt = Self.now
        let old = revoked
        func found(_ filter: APIKeyFilter, _ now: Timestamp) async throws -> [String] {
            try await temporary.database.write(one) { session in
                try APIKeyRepository(session).update(old)
                return try APIKeyRepository(session).list(filter, at: now, limit: 9).map(\.settings.name)
            }
        }
        #expect(try await found(APIKeyFilter(state: .active), Self.now) == ["100%", "1000", "Meter_1", "meter-2"])
        #expect(try await found(APIKeyFilter(state: .revoked), Self.now) == ["old"])
        #expect(try await found(APIKeyFilter(state: .expired), Self.now + 86_399) == [])
        #expect(try await found(APIKeyFilter(state: .expired), Self.now + 86_400).count == 4)
        // What LIKE reads as any text stands for itself.
        #expect(try await found(APIKeyFilter(search: "0%"), Self.now) == ["100%"])
        #expect(try await found(APIKeyFilter(search: "METER_"), Self.now) == ["Meter_1"])
        #expect(try await found(APIKeyFilter(search: "!"), Self.now) == [])
        #expect(try await found(APIKeyFilter(maker: "ada@example.com", search: "ADA@"), Self.now).count == 5)
        #expect(try await found(APIKeyFilter(maker: "ada@example"), Self.now) == [])
    }

    @Test func onlyKeysThatCanBeUsedCount() async throws {
        _ = try await add("a", to: one)
        var revoked = try await add("b", to: one)
        revoked.revokedAt = Self.now
        var lasting = try await add("c", to: one)
        lasting.settings.expiresAt = nil
        let (b, c) = (revoked, lasting)
        try await temporary.database.write(one) { session in
            try APIKeyRepository(session).update(b)
            try APIKeyRepository(session).update(c)
        }
        let counts = try await temporary.database.read(one) { session in
            let keys = APIKeyRepository(session)
            return (try keys.activeCount(at: Self.now), try keys.activeCount(at: Self.now + 86_400))
        }
        #expect(counts == (2, 1))
    }

    @Test func useAddsUpByTheHour() async throws {
        let key = try await add("a", to: one).id
        let hour = Self.now.floored(toMultipleOf: 3600)
        try await temporary.database.write(one) { session in
            let use = APIKeyUseRepository(session)
            try use.add(APIKeyUse(hour: hour, requests: 3, refused: 1), of: key, lastUsedAt: Self.now + 9)
            try use.add(APIKeyUse(hour: hour, requests: 2, refused: 0), of: key, lastUsedAt: Self.now)
            try use.add(APIKeyUse(hour: hour - 3600, requests: 0, refused: 7), of: key, lastUsedAt: nil)
            try use.add(APIKeyUse(hour: hour, requests: 5, refused: 0), of: APIKeyID(99), lastUsedAt: Self.now)
        }
        let (hours, sum, last, lost) = try await temporary.database.read(one) { session in
            let use = APIKeyUseRepository(session)
            let all = TimeSpan(start: .epoch, end: hour + 3600)
            return (
                try use.hours(of: key, in: all), try use.requests(of: key, in: TimeSpan(start: hour, end: hour + 1)),
                try APIKeyRepository(session).key(key)?.lastUsedAt, try use.hours(of: APIKeyID(99), in: all)
            )
        }
        #expect(
            hours == [
                APIKeyUse(hour: hour - 3600, requests: 0, refused: 7), APIKeyUse(hour: hour, requests: 5, refused: 1),
            ])
        #expect(sum == 5 && last == Self.now + 9 && lost.isEmpty)
        #expect(try await temporary.database.write(one) { try APIKeyUseRepository($0).delete(before: hour) } == 1)
        #expect(
            try await temporary.database.write(two) { try APIKeyUseRepository($0).delete(before: hour + 9999) } == 0)
    }

    @Test func anAllowListThatDoesNotReadOpensNothing() async throws {
        let key = try await add("a", to: one).id
        _ = try await temporary.database.write(one) {
            try $0.connection.run(
                "UPDATE api_keys SET allowed_addresses = 'nonsense' WHERE tenant_id = $1 AND key_id = $2",
                [$0.scope.tenant.sql, key.sql])
        }
        await #expect(throws: DatabaseError.self) {
            try await temporary.database.read(one) { try APIKeyRepository($0).key(key) }
        }
    }
}
