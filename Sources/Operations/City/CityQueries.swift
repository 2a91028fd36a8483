import GridModel
package import Persistence

/// What the platform holds of the city, and its clock.
package struct CityQueries: Sendable {
    let database: any Database
    let tenant: Tenant
    let clock: CityClock
    private let demo: DemoDescription?

    package init(database: any Database, tenant: Tenant, clock: CityClock, demo: DemoDescription?) {
        self.database = database
        self.tenant = tenant
        self.clock = clock
        self.demo = demo
    }

    package func city() async throws -> CityDescription {
        let reading = clock.now
        let (counts, latest) = try await database.read(TenantScope(tenant: tenant.id)) { session in
            let assets = AssetRepository(session)
            let blocks = ReadingBlockRepository(session)
            return (
                CityCounts(
                    zones: try ZoneRepository(session).ids().count, feeders: try assets.count(.feeder),
                    loadPoints: try assets.count(.loadPoint), generators: try assets.count(.generator),
                    transformers: try assets.count(.transformer), lines: try assets.count(.line),
                    series: try SeriesRepository(session).count(), readings: try blocks.totalCount()),
                try blocks.latestStart()
            )
        }
        return CityDescription(
            id: tenant.id, name: tenant.name, timeZone: tenant.timeZone, locale: tenant.locale,
            currency: tenant.currency,
            clock: CityClockReading(
                now: reading, speed: clock.speed, isReplay: clock.isReplay, latestReadingAt: latest),
            demo: demo, counts: counts,
            accessNote: "This server speaks HTTP without TLS; a proxy that ends TLS makes it reachable from elsewhere.")
    }
}
