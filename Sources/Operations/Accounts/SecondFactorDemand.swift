import GridModel
import Identity
import Persistence

/// Who must have a second factor: the people of tenants that ask for it, and the platform's owners where the
/// installation does.
struct SecondFactorDemand: Sendable {
    let ofPlatformOwners: Bool

    /// Whether a session lacks what is asked for where it is active: its person has no second factor, or signed in without.
    /// - Parameter connection: of a `readUnscoped` or `writeUnscoped`.
    func isUnmet(
        by user: User, secondFactorAt: Timestamp?, in tenant: TenantID?, _ connection: any SQLConnection
    ) throws -> Bool {
        if user.hasSecondFactor, secondFactorAt != nil { return false }
        if ofPlatformOwners, user.isPlatformOwner { return true }
        guard let tenant else { return false }
        return try TenantSettings.requiresSecondFactor(of: tenant, platform: connection)
    }
}

extension AccountSettings {
    var secondFactorDemand: SecondFactorDemand { SecondFactorDemand(ofPlatformOwners: ownersNeedSecondFactor) }
}
