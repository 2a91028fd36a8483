package import GridModel
package import Identity
package import Persistence
import Telemetry

/// Shows and sets validation rules, of a quantity or of one series.
package struct RuleQueries: Sendable {
    private let database: any Database
    private let scope: TenantScope
    private let clock: CityClock

    package init(database: any Database, scope: TenantScope, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.clock = clock
    }

    /// Nil without such a series.
    package func rules(_ target: RuleTarget) async throws -> RulesRecord? {
        try await database.read(scope) { try Self.rules(target, $0) }
    }

    /// Replaces what was set for the target. What has been found stays until the readings are validated again, which
    /// setting rules of a series marks its readings for.
    /// - Throws: `VEERefusal`
    package func set(
        _ rules: [RuleRecord], for target: RuleTarget, by actor: Actor,
        if precondition: @escaping Precondition<RulesRecord> = { _ in }
    ) async throws -> RulesRecord? {
        let (set, faults) = Self.ruleSet(rules)
        guard faults.isEmpty else { throw VEERefusal(faults) }
        let now = clock.now
        return try await database.write(scope) { session in
            guard let before = try Self.rules(target, session) else { return nil }
            try precondition(before)
            try ValidationRuleRepository(session).save(set, for: target.scope, at: now, by: actor.name)
            try session.audit(
                "rules.change", by: actor, on: "validationRules", target.name,
                before: AuditedRules(before, of: target), after: AuditedRules(rules))
            let series: [Series] =
                switch target {
                case .series(let id): try SeriesRepository(session).series(id).map { [$0] } ?? []
                case .quantity(let quantity): try SeriesRepository(session).list(quantity: quantity, isDerived: false)
                }
            // The last month is judged anew; what is older keeps what was found by the rules of its time.
            let marks = series.map { ($0.id, TimeSpan(start: now - 31 * 86_400, end: now)) }
            try StaleValidationRepository(session).mark(marks)
            return try Self.rules(target, session)
        }
    }

    private static func ruleSet(_ records: [RuleRecord]) -> (RuleSet, [VEEFault]) {
        var set = RuleSet()
        var faults: [VEEFault] = []
        for (index, record) in records.enumerated() {
            let place = "rules[\(index)]"
            guard let kind = RuleKind(rawValue: record.kind) else {
                let known = RuleKind.allCases.map(\.rawValue).joined(separator: ", ")
                faults.append(VEEFault(field: "\(place).kind", message: "Not known.", expected: known))
                continue
            }
            let rule = ValidationRule(isEnabled: record.isEnabled, record.parameters)
            if set[kind] != nil {
                faults.append(VEEFault(field: "\(place).kind", message: "Given twice.", expected: "each kind once"))
            }
            faults += rule.faults(as: kind).map {
                VEEFault(field: "\(place).parameters.\($0.parameter)", message: $0.message, expected: $0.expected)
            }
            set.rules[kind] = rule
        }
        return (set, faults)
    }

    private static func rules(_ target: RuleTarget, _ session: TenantSession) throws -> RulesRecord? {
        let repository = ValidationRuleRepository(session)
        let quantity: Quantity
        switch target {
        case .quantity(let given): quantity = given
        case .series(let id):
            guard let series = try SeriesRepository(session).series(id) else { return nil }
            quantity = series.quantity
        }
        let own = try repository.rules(target.scope)
        let ofQuantity = try repository.rules(.quantity(quantity))
        let defaults = RuleSet.defaults(for: quantity).overlaid(by: ofQuantity?.rules)
        let effective = defaults.overlaid(by: own?.rules)
        return RulesRecord(
            quantity: quantity, version: own?.version ?? 0, changedAt: own?.changedAt, changedBy: own?.changedBy,
            rules: RuleKind.allCases.map { kind in
                let rule = effective[kind] ?? .off
                return RuleRecord(
                    kind: kind.rawValue, isEnabled: rule.isEnabled, parameters: rule.parameters,
                    origin: own?.rules[kind] != nil
                        ? target.origin : ofQuantity?.rules[kind] != nil ? "quantity" : "default")
            })
    }
}

package enum RuleTarget: Hashable, Sendable {
    case quantity(Quantity)
    case series(SeriesID)

    var scope: RuleScope {
        switch self {
        case .quantity(let quantity): .quantity(quantity)
        case .series(let id): .series(id)
        }
    }

    /// As the audit log names it.
    var name: String {
        switch self {
        case .quantity(let quantity): quantity.rawValue
        case .series(let id): "series \(id)"
        }
    }

    var origin: String {
        switch self {
        case .quantity: "quantity"
        case .series: "series"
        }
    }
}

/// The rules that are set for one target, as the audit log shows them.
private struct AuditedRules: Encodable {
    struct Rule: Encodable {
        let isEnabled: Bool
        let parameters: [String: Double]
    }

    let rules: [String: Rule]

    init(_ records: [RuleRecord]) {
        rules = Dictionary(
            records.map { ($0.kind, Rule(isEnabled: $0.isEnabled, parameters: $0.parameters)) },
            uniquingKeysWith: { first, _ in first })
    }

    init(_ record: RulesRecord, of target: RuleTarget) {
        self.init(record.rules.filter { $0.origin == target.origin })
    }
}

/// One rule as it holds.
package struct RuleRecord: Hashable, Sendable {
    package let kind: String
    package let isEnabled: Bool
    package let parameters: [String: Double]
    /// `default`, `quantity` or `series`: where it was set.
    package let origin: String

    package init(kind: String, isEnabled: Bool, parameters: [String: Double], origin: String = "") {
        self.kind = kind
        self.isEnabled = isEnabled
        self.parameters = parameters
        self.origin = origin
    }
}

package struct RulesRecord: Hashable, Sendable {
    package let quantity: Quantity
    /// 0: nothing was set for the target.
    package let version: Int
    package let changedAt: Timestamp?
    package let changedBy: String?
    package let rules: [RuleRecord]

    package init(quantity: Quantity, version: Int, changedAt: Timestamp?, changedBy: String?, rules: [RuleRecord]) {
        self.quantity = quantity
        self.version = version
        self.changedAt = changedAt
        self.changedBy = changedBy
        self.rules = rules
    }
}
