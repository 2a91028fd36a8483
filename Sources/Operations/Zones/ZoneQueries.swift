package import GridModel
package import Persistence
import Telemetry

/// What the zones are doing.
package struct ZoneQueries: Sendable {
    let database: any Database
    let scope: TenantScope
    let clock: CityClock

    package init(database: any Database, scope: TenantScope, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.clock = clock
    }

    package func list() async throws -> ZoneList {
        let now = clock.now
        return try await database.read(scope) { session in
            let facts = try ZoneFacts(session, now: now)
            return ZoneList(asOf: now, zones: try ZoneRepository(session).all().map { try facts.summary(of: $0) })
        }
    }

    /// The latest complete hour of the zone that is furthest behind; nil when a zone has none.
    package func completeThrough() async throws -> Timestamp? {
        try await database.read(scope) { session in
            let hours = AreaRollupRepository(session)
            let latest = try ZoneRepository(session).ids().map { try hours.latestCompleteHour(of: .zone($0))?.start }
            return latest.contains(nil) ? nil : latest.compactMap(\.self).min()
        }
    }

    package func zone(_ id: ZoneID) async throws -> ZoneDetail? {
        let now = clock.now
        return try await database.read(scope) { session in
            guard let zone = try ZoneRepository(session).zone(id) else { return nil }
            return try ZoneFacts(session, now: now).detail(of: zone)
        }
    }
}
