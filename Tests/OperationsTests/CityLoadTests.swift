import GridModel
import Operations
import Persistence
import Testing

@Suite struct CityLoadTests {
    let city: SmallCity
    let start: Timestamp

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T12:00:00Z")
        start = try #require(Timestamp(iso8601: "2026-06-10T00:00:00Z"))
    }

    private func load(points: Int = 100) async throws -> CityLoad {
        try await CityQueries(database: city.database, tenant: city.tenant, clock: city.clock.city, demo: nil)
            .load(from: start, to: start + 12 * 3600, points: points)
    }

    @Test func cityLoadIsTheSumOfTheZonesInTheirCompleteHours() async throws {
        try await city.send(city.meter, from: "2026-06-10T00:00:00Z", [10, 20, 30])
        try await city.send(city.solar, from: "2026-06-10T00:00:00Z", [1, 2])
        try await city.rollups()
        let load = try await load()
        #expect(load.zones == 1)
        // The third hour lacks the solar plant: it is no sum of the whole zone.
        #expect(
            load.hours == [
                CityLoadHour(start: start, loadKW: 9, zonesReporting: 1),
                CityLoadHour(start: start + 3600, loadKW: 18, zonesReporting: 1),
            ])
        #expect(!load.isDownsampled)
        #expect(load.outsideZones.isEmpty)
    }

    @Test func namesTheMetersThatLieInNoZoneWithTheirOwnLoad() async throws {
        let (used, silent) = try await city.database.write(city.scope) { session in
            func insert(_ name: String, _ quantity: Quantity) throws -> Series {
                try SeriesRepository(session).insert(
                    externalName: name, name: name, subject: .asset(.loadPoint, AssetID(city.meter.subject.id)),
                    zone: nil, quantity: quantity, intervalSeconds: 900, isDerived: false)
            }
            return (try insert("busbar", .activeEnergyExport), try insert("silent", .activeEnergyImport))
        }
        _ = try await city.ingest([city.reading(used, start, 5)], source: "test")
        let outside = try await load().outsideZones
        #expect(outside.map(\.series) == [used.id, silent.id])
        // 5 kWh given in a quarter of an hour.
        #expect(outside.map(\.loadKW) == [-20, nil])
        #expect(outside.map(\.loadAt) == [start, nil])
    }
}
