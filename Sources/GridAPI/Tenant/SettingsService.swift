package import Identity
package import Operations

/// What the tenant decides about itself.
package struct SettingsService: Sendable {
    package var settings: @Sendable () async throws -> TenantSettings
    /// Throws `MemberRefusal.invalid` and `TimeZoneIsSettled`.
    package var set: @Sendable (TenantSettings, Actor) async throws -> TenantSettings

    package init(
        settings: @escaping @Sendable () async throws -> TenantSettings,
        set: @escaping @Sendable (TenantSettings, Actor) async throws -> TenantSettings
    ) {
        self.settings = settings
        self.set = set
    }
}
