package import Identity
package import Operations

/// What the tenant decides about itself.
package struct SettingsService: Sendable {
    package typealias Change =
        @Sendable (TenantSettings, Actor, @escaping Precondition<TenantSettings>) async throws -> TenantSettings

    package var settings: @Sendable () async throws -> TenantSettings
    /// Throws `MemberRefusal.invalid` and `TimeZoneIsSettled`.
    package var set: Change

    package init(
        settings: @escaping @Sendable () async throws -> TenantSettings,
        set: @escaping Change
    ) {
        self.settings = settings
        self.set = set
    }
}
