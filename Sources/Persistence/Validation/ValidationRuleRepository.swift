import Foundation
public import GridModel
public import Telemetry

/// The rules that were set for a quantity or a series; where nothing was, `RuleSet.defaults` hold.
public struct ValidationRuleRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    public func rules(_ scope: RuleScope) throws -> StoredRules? {
        try session.connection.firstRow(
            """
            SELECT rules, version, changed_at, changed_by FROM validation_rules
            WHERE tenant_id = $1 AND scope = $2 AND scope_key = $3
            """,
            [session.tenant, scope.name.sql, scope.key.sql]
        ) { row in
            do {
                return StoredRules(
                    rules: try JSONDecoder().decode(RuleSet.self, from: Data(row.text(0).utf8)),
                    version: row.int(1), changedAt: row.timestamp(2), changedBy: row.text(3))
            } catch {
                throw DatabaseError(
                    .corrupt, detail: "The rules of \(scope.name) \(scope.key) cannot be read: \(error)")
            }
        }
    }

    /// Replaces what was set for the scope; an empty set takes everything back to what lies below.
    /// - Returns: the version, which is greater than every one before.
    @discardableResult
    public func save(_ rules: RuleSet, for scope: RuleScope, at now: Timestamp, by actor: String) throws -> Int {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(rules), as: UTF8.self)
        let version = try IdentifierCounter(session: session).next("validation rules", as: Identifier<RuleSet>.self)
        try session.connection.run(
            """
            INSERT INTO validation_rules (tenant_id, scope, scope_key, rules, version, changed_at, changed_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (tenant_id, scope, scope_key) DO UPDATE SET rules = excluded.rules, version = excluded.version,
                changed_at = excluded.changed_at, changed_by = excluded.changed_by
            """,
            [session.tenant, scope.name.sql, scope.key.sql, text.sql, version.sql, now.sql, actor.sql])
        return Int(version.rawValue)
    }
}

/// What a set of rules is for.
public enum RuleScope: Hashable, Sendable {
    case quantity(Quantity)
    case series(SeriesID)

    var name: String {
        switch self {
        case .quantity: "quantity"
        case .series: "series"
        }
    }

    var key: String {
        switch self {
        case .quantity(let quantity): quantity.rawValue
        case .series(let id): id.description
        }
    }
}

public struct StoredRules: Hashable, Sendable {
    public let rules: RuleSet
    /// Counts up over all scopes of the tenant.
    public let version: Int
    public let changedAt: Timestamp
    public let changedBy: String
}
