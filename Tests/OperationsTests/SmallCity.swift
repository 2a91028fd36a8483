import DatabaseTesting
import GridModel
import Operations
import Persistence
import Testing

/// One zone on one feeder with a meter, a solar plant, a thermometer and the zone's derived load.
final class SmallCity: Sendable {
    let temporary: TemporaryDatabase
    let tenant: Tenant
    let clock: TestClock
    let calendar: CityCalendar
    let zone: ZoneID
    let meter: Series
    let solar: Series
    let thermometer: Series
    let load: Series

    var database: any Database { temporary.database }
    var scope: TenantScope { TenantScope(tenant: tenant.id) }
    var ingest: IngestReadings { IngestReadings(database: database, scope: scope, clock: clock.city) }
    var rollups: RebuildRollups { RebuildRollups(database: database, scope: scope, calendar: calendar) }
    var queries: SeriesQueries { SeriesQueries(database: database, scope: scope, clock: clock.city) }

    init(
        now text: String, timeZone: String = "America/Los_Angeles", meterIntervalSeconds: Int64 = 3600
    ) async throws {
        let now = try #require(Timestamp(iso8601: text))
        clock = TestClock(now)
        temporary = try await TemporaryDatabase.migrated()
        calendar = try #require(CityCalendar(identifier: timeZone))
        let tenant = try await temporary.database.writeUnscoped {
            try TenantDirectory($0).create(
                code: "small", name: "Small", timeZone: timeZone, locale: "en-US", currency: "USD", at: now)
        }
        self.tenant = tenant
        let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]
        let area = try #require(Polygon(rings: [corners.compactMap { Coordinate(longitude: $0.0, latitude: $0.1) }]))
        let parts = try await temporary.database.write(TenantScope(tenant: tenant.id)) { session in
            let zone = try ZoneRepository(session).insert(
                code: "Z", name: "Centre", population: 100, priority: 1, criticalSites: [], capacityKW: 500, area: area)
            let ids = try NetworkWriter(session).write(Self.network, zoneOfNode: ["N": zone])
            let meter = ids[.loadPoint]?["meter"] ?? AssetID(0)
            let solar = ids[.generator]?["solar"] ?? AssetID(0)
            func series(
                _ name: String, _ subject: Subject, _ zone: ZoneID?, _ quantity: Quantity, isDerived: Bool = false,
                intervalSeconds: Int64 = 3600
            ) throws -> Series {
                try SeriesRepository(session).insert(
                    externalName: name, name: name, subject: subject, zone: zone, quantity: quantity,
                    intervalSeconds: intervalSeconds, isDerived: isDerived)
            }
            return (
                zone,
                try series(
                    "meter", .asset(.loadPoint, meter), zone, .activeEnergyImport,
                    intervalSeconds: meterIntervalSeconds),
                try series("solar", .asset(.generator, solar), zone, .activeEnergyExport),
                try series("thermometer", .asset(.node, AssetID(1)), nil, .temperature),
                try series("Z.netLoad", .zone(zone), zone, .netLoad, isDerived: true)
            )
        }
        (zone, meter, solar, thermometer, load) = parts
    }

    /// One reading an interval from `start`.
    @discardableResult
    func send(_ series: Series, from start: String, _ values: [Double], source: String = "test") async throws
        -> IngestReceipt
    {
        let first = try #require(Timestamp(iso8601: start))
        return try await ingest(
            values.enumerated().map {
                reading(series, first + Int64($0.offset) * series.intervalSeconds, $0.element)
            }, source: source)
    }

    func reading(_ series: Series, _ start: Timestamp, _ value: Double) -> IncomingReading {
        IncomingReading(target: .number(series.id), reading: Reading(start: start, value: value))
    }

    func totalReadings() async throws -> Int {
        try await database.read(scope) { try ReadingBlockRepository($0).totalCount() }
    }

    func staleSeries() async throws -> [SeriesID] {
        try await database.read(scope) { try StaleRollupRepository($0).all().map(\.series) }
    }

    private static var network: GridNetwork {
        var network = GridNetwork()
        network.nodes = [Node(code: "N", nominalKV: 20, location: nil, substationCode: nil, isExternalGrid: true)]
        network.feeders = [Feeder(code: "F", zoneCode: "Z", nodes: ["N"])]
        network.loadPoints = [LoadPoint(code: "meter", node: "N", ratedKW: 10, ratedKVAr: 0, profile: nil)]
        network.generators = [Generator(code: "solar", node: "N", ratedKW: 10, technology: "lv_RES", profile: nil)]
        return network
    }
}
