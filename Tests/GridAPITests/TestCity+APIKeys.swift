import GridAPI
import GridModel
import Identity
import Operations

extension TestCity {
    /// Keys 1 and 2 are there; 2 was revoked.
    static let apiKeys = APIKeyService(
        list: { filter, after, limit in
            guard filter.state ?? .active == .active, filter.maker ?? filter.search == nil else { return [] }
            return (1...2).filter { $0 > after?.rawValue ?? 0 }.prefix(limit).map { apiKey($0) }
        },
        key: { (1...2).contains($0.rawValue) ? apiKey($0.rawValue) : nil },
        make: { draft, grantor in
            guard grantor.permissions.contains(.keysWrite), grantor.actor.requestID.isEmpty == false else {
                throw APIKeyRefusal.exceedsOwnPermissions([.keysWrite])
            }
            guard draft.name != "full" else { throw APIKeyRefusal.tooMany(500) }
            guard draft.name != "wrong" else {
                throw APIKeyRefusal.invalid([APIKeyFault("scopes[0]", "No such permission.", expected: "one of them")])
            }
            return made
        },
        change: { id, _, _, precondition in
            guard id.rawValue <= 2 else { return nil }
            try precondition(apiKey(id.rawValue))
            guard id.rawValue == 1 else { throw APIKeyRefusal.hasEnded }
            return apiKey(1)
        },
        rotate: { id, overlap, _ in
            guard id.rawValue <= 2 else { return nil }
            guard id.rawValue == 1 else { throw APIKeyRefusal.exceedsOwnPermissions([.auditRead]) }
            return overlap == 24 * 3600 ? made : nil
        },
        revoke: { id, _, precondition in
            guard id.rawValue <= 2 else { return nil }
            try precondition(apiKey(id.rawValue))
            return apiKey(2)
        },
        use: { id, from, _ in
            guard id.rawValue <= 2 else { return nil }
            let hour = now.floored(toMultipleOf: 3600)
            return APIKeyUseWindow(
                key: id, span: TimeSpan(start: from ?? hour - 7200, end: hour + 3600),
                hours: [
                    APIKeyUse(hour: hour - 3600, requests: 40, refused: 0),
                    APIKeyUse(hour: hour, requests: 2, refused: 1),
                ], month: APIKeyMonth(span: .month(of: now), requests: 1042, quota: nil))
        })

    static let secret = String(repeating: "s", count: APIKeyToken.secretCharacters)

    private static let made = NewAPIKey(
        MadeAPIKey(
            key: apiKey(1).key,
            token: APIKeyToken(tenant: TenantID(1), key: APIKeyID(1), secret: SecretToken(text: secret))), at: now)

    private static func apiKey(_ id: Int64) -> APIKeyRecord {
        APIKeyRecord(
            APIKey(
                id: APIKeyID(id),
                settings: APIKey.Settings(
                    name: "telegraf", scopes: [.readingsWrite, .gridRead],
                    allowedAddresses: ["192.0.2.0/24"].compactMap { AddressBlock($0) }, requestsPerMinute: 600,
                    monthlyQuota: id == 1 ? nil : 100_000, expiresAt: id == 1 ? nil : now + 86_400),
                hint: "ssss", createdBy: "ada@example.com", createdAt: now - 86_400,
                revokedAt: id == 1 ? nil : now - 60, lastUsedAt: id == 1 ? nil : now - 120), tenant: TenantID(1),
            at: now)
    }
}
