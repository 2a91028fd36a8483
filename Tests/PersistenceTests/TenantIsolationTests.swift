import DatabaseTesting
import GridModel
import Persistence
import Telemetry
import Testing

@Suite struct TenantIsolationTests {
    let temporary: TemporaryDatabase
    let first: TenantScope
    let second: TenantScope

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        first = try await temporary.tenant("first")
        second = try await temporary.tenant("second")
    }

    @Test func zonesOfTwoTenantsShareNumbersButNotRows() async throws {
        let area = try #require(Square.unit)
        for (scope, name) in [(first, "North"), (second, "South")] {
            let id = try await temporary.database.write(scope) {
                try ZoneRepository($0).insert(
                    code: "z", name: name, population: 5, priority: 1, criticalSites: [], capacityKW: 10, area: area)
            }
            #expect(id == ZoneID(1))
        }
        for (scope, name) in [(first, "North"), (second, "South")] {
            let zones = try await temporary.database.read(scope) { try ZoneRepository($0).all() }
            #expect(zones.map(\.name) == [name])
            #expect(try await temporary.database.read(scope) { try ZoneRepository($0).zone(ZoneID(1))?.name } == name)
        }
    }

    @Test func seriesOfAnotherTenantAreNotThere() async throws {
        let id = try await insertSeries(first, "meter").id
        #expect(try await temporary.database.read(second) { try SeriesRepository($0).series(id) } == nil)
        #expect(
            try await temporary.database.read(second) { try SeriesRepository($0).series(externalName: "meter") } == nil)
        #expect(try await temporary.database.read(second) { try SeriesRepository($0).list() } == [])
        #expect(try await insertSeries(second, "meter").id == id)
        #expect(try await temporary.database.read(first) { try SeriesRepository($0).count() } == 1)
    }

    @Test func blocksOfTheSameSeriesNumberStayApart() async throws {
        let span = BlockSpan(containing: .epoch, intervalSeconds: 3600).start
        for (scope, value) in [(first, 1.0), (second, 2.0)] {
            let block = ReadingBlock(regularFrom: .epoch, intervalSeconds: 3600, values: [value])
            try await temporary.database.write(scope) {
                let blocks = ReadingBlockRepository($0)
                try blocks.store([StoredBlock(try BlockCodec.encode(block), of: SeriesID(1), spanStart: span)])
                try blocks.extend(SeriesID(1), by: 1, first: .epoch, last: .epoch)
            }
        }
        for (scope, value) in [(first, 1.0), (second, 2.0)] {
            let (block, total) = try await temporary.database.read(scope) {
                let blocks = ReadingBlockRepository($0)
                return (
                    try blocks.blocks(of: SeriesID(1), spansFrom: span, through: span)[span], try blocks.totalCount()
                )
            }
            #expect(block?.values == [value])
            #expect(total == 1)
        }
    }

    @Test func jobOfAnotherTenantCanNeitherBeSeenNorCancelled() async throws {
        let id = try #require(
            try await temporary.database.write(first) {
                try JobRepository($0).enqueue(kind: "train", payload: "{}", uniqueKey: "k", runAt: .epoch, now: .epoch)
            })
        #expect(try await temporary.database.read(second) { try JobRepository($0).job(id) } == nil)
        #expect(try await temporary.database.read(second) { try JobRepository($0).list() } == [])
        #expect(try await temporary.database.write(second) { try JobRepository($0).cancel(id, now: .epoch) } == false)
        #expect(try await temporary.database.read(first) { try JobRepository($0).job(id)?.state } == .queued)
        // The same key is free for the other tenant.
        let other = try await temporary.database.write(second) {
            try JobRepository($0).enqueue(kind: "train", payload: "{}", uniqueKey: "k", runAt: .epoch, now: .epoch)
        }
        #expect(other == id)
    }

    private func insertSeries(_ scope: TenantScope, _ name: String) async throws -> Series {
        try await temporary.database.write(scope) {
            try SeriesRepository($0).insert(
                externalName: name, name: name, subject: Subject(kind: .loadPoint, id: 1), zone: nil,
                quantity: .activeEnergyImport, intervalSeconds: 3600, isDerived: false)
        }
    }
}
