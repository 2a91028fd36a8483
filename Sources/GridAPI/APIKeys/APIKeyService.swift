package import GridModel
package import Identity
package import Operations
package import Persistence

/// A tenant's API keys.
package struct APIKeyService: Sendable {
    package typealias Use = @Sendable (APIKeyID, Timestamp?, Timestamp?) async throws -> APIKeyUseWindow?

    package typealias Change =
        @Sendable (APIKeyID, APIKeyDraft, Grantor, @escaping Precondition<APIKeyRecord>) async throws
        -> APIKeyRecord?
    package typealias Revoke =
        @Sendable (APIKeyID, Grantor, @escaping Precondition<APIKeyRecord>) async throws -> APIKeyRecord?

    /// Which, the key to go on after, how many; in the order they were made.
    package var list: @Sendable (APIKeyFilter, APIKeyID?, Int) async throws -> [APIKeyRecord]
    package var key: @Sendable (APIKeyID) async throws -> APIKeyRecord?
    /// Throws `APIKeyRefusal` and `MemberRefusal.mayNoMore`, as the next three; nil without such a key.
    package var make: @Sendable (APIKeyDraft, Grantor) async throws -> NewAPIKey
    package var change: Change
    /// Key, seconds that the old one goes on.
    package var rotate: @Sendable (APIKeyID, Int64, Grantor) async throws -> NewAPIKey?
    package var revoke: Revoke
    /// Key, from, to (nil: 7 days before `to`; now).
    package var use: Use

    package init(
        list: @escaping @Sendable (APIKeyFilter, APIKeyID?, Int) async throws -> [APIKeyRecord],
        key: @escaping @Sendable (APIKeyID) async throws -> APIKeyRecord?,
        make: @escaping @Sendable (APIKeyDraft, Grantor) async throws -> NewAPIKey,
        change: @escaping Change,
        rotate: @escaping @Sendable (APIKeyID, Int64, Grantor) async throws -> NewAPIKey?,
        revoke: @escaping Revoke,
        use: @escaping Use
    ) {
        self.list = list
        self.key = key
        self.make = make
        self.change = change
        self.rotate = rotate
        self.revoke = revoke
        self.use = use
    }
}

/// A key as it stands now.
package struct APIKeyRecord: Hashable, Sendable {
    package let key: APIKey
    package let tenant: TenantID
    package let state: APIKey.State

    package init(_ key: APIKey, tenant: TenantID, at now: Timestamp) {
        self.key = key
        self.tenant = tenant
        state = key.state(at: now)
    }
}

/// A key that was just made, with its text.
package struct NewAPIKey: Hashable, Sendable {
    package let record: APIKeyRecord
    package let token: APIKeyToken

    package init(_ made: MadeAPIKey, at now: Timestamp) {
        record = APIKeyRecord(made.key, tenant: made.token.tenant, at: now)
        token = made.token
    }
}
