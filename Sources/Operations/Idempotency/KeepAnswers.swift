import Foundation
package import GridModel
package import Identity
package import Persistence

/// Has a request that is sent again with the same key answered as it was the first time.
///
/// Before its effect, a request is noted as under way; after it, with its answer. The answer may hold a secret that is
/// shown once, so it is sealed with the tenant's data key. A server that is killed in between leaves it under way: after
/// a while the request may be tried again, and whoever sends it then finds out by its own means whether the effect was
/// there already.
package struct KeepAnswers: Sendable {
    /// How long a key is known.
    package static let lifetimeSeconds: Int64 = 86_400
    package static let mostKeys = 5000
    /// A larger answer is not kept: its repeat is told that the request was carried out.
    package static let mostBodyBytes = 256 << 10

    /// What a request with a key is to do.
    package enum Standing: Hashable, Sendable {
        /// Go on, and say how it ended.
        case begun(Claim)
        /// It was carried out with this answer; nil: the answer is not at hand any more.
        case answered(KeptAnswer?)
        /// The same request goes on still, or its server was killed; it may be tried again after so many seconds.
        case isUnderWay(seconds: Int64)
        /// The key was used for another request.
        case isTaken
        /// The principal has as many keys as one may.
        case isFull
    }

    /// The right to carry a request out.
    package struct Claim: Hashable, Sendable {
        package let place: IdempotencyKeyRepository.Place
        package let begunAt: Timestamp

        package init(place: IdempotencyKeyRepository.Place, begunAt: Timestamp) {
            self.place = place
            self.begunAt = begunAt
        }
    }

    private let database: any Database
    private let scope: TenantScope
    private let keys: MasterKeyRing
    private let abandonedSeconds: Int64
    private let now: @Sendable () -> Timestamp

    /// - Parameter abandonedSeconds: longer than any request may take.
    package init(
        database: any Database, scope: TenantScope, keys: MasterKeyRing, abandonedSeconds: Int64,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.database = database
        self.scope = scope
        self.keys = keys
        self.abandonedSeconds = abandonedSeconds
        self.now = now
    }

    package func begin(_ request: IdempotentRequest) async throws -> Standing {
        let now = now()
        return try await database.write(scope) { [keys, abandonedSeconds] session in
            let repository = IdempotencyKeyRepository(session)
            let place = request.place
            if let entry = try repository.entry(place), now - entry.createdAt < Self.lifetimeSeconds {
                guard entry.requestHash == request.hash else { return .isTaken }
                if let status = entry.status {
                    return .answered(Self.opened(entry, status, place, keys, session))
                }
                let left = entry.createdAt + abandonedSeconds - now
                guard left <= 0 else { return .isUnderWay(seconds: left) }
            } else if try repository.count(of: place.principal, upTo: Self.mostKeys) == Self.mostKeys {
                return .isFull
            }
            try repository.begin(place, requestHash: request.hash, at: now)
            return .begun(Claim(place: place, begunAt: now))
        }
    }

    package func keep(_ answer: KeptAnswer, for claim: Claim) async throws {
        let now = now()
        try await database.write(scope) { [keys] session in
            let place = claim.place
            var sealed: [UInt8]?
            if answer.body.count <= Self.mostBodyBytes {
                let key = try DataKey.newest(session, keys) ?? DataKey.make(version: 1, session, keys, at: now)
                let context = SealContext.answer(place.key, to: place.principal, of: session.scope.tenant)
                sealed = try Self.versionBytes(key.version) + key.seal(answer.body, context: context)
            }
            let headers = try JSONEncoder().encode(answer.headers)
            try IdempotencyKeyRepository(session).finish(
                place, begunAt: claim.begunAt, status: answer.status, headers: String(decoding: headers, as: UTF8.self),
                sealedBody: sealed)
        }
    }

    /// The request had no effect, or none that is final: it may be sent again.
    package func release(_ claim: Claim) async throws {
        try await database.write(scope) {
            try IdempotencyKeyRepository($0).release(claim.place, begunAt: claim.begunAt)
        }
    }

    /// Forgets the keys that are old.
    /// - Returns: how many.
    @discardableResult
    package func sweep() async throws -> Int {
        let before = now() - Self.lifetimeSeconds
        return try await database.write(scope) { try IdempotencyKeyRepository($0).delete(before: before) }
    }

    /// Nil when it was too large, or the key it was sealed with has been replaced since.
    private static func opened(
        _ entry: IdempotencyKeyRepository.Entry, _ status: Int, _ place: IdempotencyKeyRepository.Place,
        _ keys: MasterKeyRing, _ session: TenantSession
    ) -> KeptAnswer? {
        guard let bytes = entry.sealedBody, bytes.count > 8,
            let headers = try? JSONDecoder().decode([String: String].self, from: Data(entry.headers.utf8))
        else { return nil }
        let version = bytes.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let context = SealContext.answer(place.key, to: place.principal, of: session.scope.tenant)
        guard let key = try? DataKey.of(version: version, session, keys),
            let body = try? key.open(Array(bytes.dropFirst(8)), context: context)
        else { return nil }
        return KeptAnswer(status: status, headers: headers, body: body)
    }

    private static func versionBytes(_ version: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: version >> (56 - 8 * $0)) }
    }
}
