import GridModel
import Identity
import Persistence

/// One of a tenant's data keys, opened.
struct DataKey {
    let version: Int64
    private let key: MasterKey

    static func newest(_ session: TenantSession, _ keys: MasterKeyRing) throws -> DataKey? {
        try DataKeyRepository(session).newest().map { try DataKey($0, session.scope, keys) }
    }

    /// The one that a secret is sealed with.
    /// - Throws: `SealError`, also when the key is gone.
    static func of(
        _ secret: TenantSecretRepository.Sealed, _ session: TenantSession, _ keys: MasterKeyRing
    ) throws -> DataKey {
        try of(version: secret.keyVersion, session, keys)
    }

    /// - Throws: `SealError`, also when the key is gone.
    static func of(version: Int64, _ session: TenantSession, _ keys: MasterKeyRing) throws -> DataKey {
        guard let sealed = try DataKeyRepository(session).key(version) else { throw SealError() }
        return try DataKey(sealed, session.scope, keys)
    }

    /// A new one, stored.
    static func make(
        version: Int64, _ session: TenantSession, _ keys: MasterKeyRing, at now: Timestamp
    ) throws -> DataKey {
        let bytes = MasterKey.makeBytes()
        guard let key = MasterKey(bytes: bytes) else { throw SealError() }
        let context = SealContext.dataKey(version, of: session.scope.tenant)
        try DataKeyRepository(session).insert(version, try keys.seal(bytes, context: context), at: now)
        return DataKey(version: version, key: key)
    }

    func seal(_ bytes: [UInt8], context: String) throws -> [UInt8] { try key.seal(bytes, context: context) }

    func open(_ sealed: [UInt8], context: String) throws -> [UInt8] { try key.open(sealed, context: context) }

    private init(version: Int64, key: MasterKey) {
        self.version = version
        self.key = key
    }

    private init(_ sealed: DataKeyRepository.Sealed, _ scope: TenantScope, _ keys: MasterKeyRing) throws {
        let bytes = try keys.open(sealed.key, context: SealContext.dataKey(sealed.version, of: scope.tenant))
        guard let key = MasterKey(bytes: bytes) else { throw SealError() }
        self.init(version: sealed.version, key: key)
    }
}
