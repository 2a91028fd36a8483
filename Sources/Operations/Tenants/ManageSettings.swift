package import GridModel
package import Identity
package import Persistence

/// Shows and sets what a tenant decides about itself.
package struct ManageSettings: Sendable {
    private let database: any Database
    private let scope: TenantScope

    package init(database: any Database, scope: TenantScope) {
        self.database = database
        self.scope = scope
    }

    package func settings() async throws -> TenantSettings {
        try await database.read(scope) { [scope] in try TenantSettings.stored(Self.tenant(scope, $0), $0) }
    }

    /// Every process that serves the tenant is told, and takes the settings over.
    ///
    /// The time zone can be changed as long as there are no readings. It decides which readings make a day, and days
    /// are stored; so are models that were trained on them.
    /// - Throws: `MemberRefusal.invalid`, `TimeZoneIsSettled`
    package func set(
        _ settings: TenantSettings, by actor: Actor, if precondition: @escaping Precondition<TenantSettings> = { _ in }
    ) async throws -> TenantSettings {
        let faults = settings.faults
        guard faults.isEmpty else { throw MemberRefusal.invalid(faults) }
        return try await database.write(scope) { [scope] session in
            let tenant = try Self.tenant(scope, session)
            let before = try TenantSettings.stored(tenant, session)
            try precondition(before)
            if settings.timeZone != before.timeZone, try ReadingBlockRepository(session).latestStart() != nil {
                throw TimeZoneIsSettled(timeZone: before.timeZone)
            }
            try settings.save(of: tenant, session)
            try session.audit(
                "settings.change", by: actor, on: "tenant", scope.tenant, before: AuditedSettings(before),
                after: AuditedSettings(settings))
            try session.connection.notify(.identity)
            return settings
        }
    }

    private static func tenant(_ scope: TenantScope, _ session: TenantSession) throws -> Tenant {
        guard let record = try TenantDirectory(session.connection).record(scope.tenant) else {
            throw DatabaseError(.other, detail: "There is no tenant \(scope.tenant) any more.")
        }
        return record.tenant
    }
}

/// There are readings: another time zone would make other days of them.
package struct TimeZoneIsSettled: Error, Hashable, CustomStringConvertible {
    package let timeZone: String

    package init(timeZone: String) {
        self.timeZone = timeZone
    }

    package var description: String {
        "The time zone is \(timeZone) and stays it: there are readings, and it decides which of them make a day."
    }
}

/// The settings as the audit log shows them.
private struct AuditedSettings: Encodable {
    let name: String
    let timeZone: String
    let locale: String
    let currency: String
    let units: String
    let tariff: String
    let allowedOrigins: [String]
    let sessionIdleMinutes: Int?
    let requiresSecondFactor: Bool

    init(_ settings: TenantSettings) {
        name = settings.name
        timeZone = settings.timeZone
        locale = settings.locale
        currency = settings.currency
        units = settings.units.rawValue
        tariff = settings.tariff
        allowedOrigins = settings.allowedOrigins
        sessionIdleMinutes = settings.sessionIdleMinutes
        requiresSecondFactor = settings.requiresSecondFactor
    }
}
