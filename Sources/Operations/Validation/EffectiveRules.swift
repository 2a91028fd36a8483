import GridModel
import Persistence
import Telemetry

/// The rules that hold for a series: its own over its quantity's over the defaults.
struct EffectiveRules {
    let rules: RuleSet
    /// The newest of the sets it is made of; 0: the defaults.
    let version: Int

    static func of(_ series: Series, _ session: TenantSession) throws -> EffectiveRules {
        let repository = ValidationRuleRepository(session)
        let ofQuantity = try repository.rules(.quantity(series.quantity))
        let own = try repository.rules(.series(series.id))
        return EffectiveRules(
            rules: RuleSet.defaults(for: series.quantity).overlaid(by: ofQuantity?.rules).overlaid(by: own?.rules),
            version: max(ofQuantity?.version ?? 0, own?.version ?? 0))
    }
}
