import GridModel
import Operations
import Persistence
import Testing

@Suite struct CreateSeriesTests {
    private func draft(
        _ kind: SubjectKind = .feeder, _ place: SeriesDraft.Place = .code("F"),
        _ quantity: Quantity = .activeEnergyImport, name: String = "feeder.import", interval: Int64 = 3600
    ) -> SeriesDraft {
        SeriesDraft(
            externalName: name, name: nil, kind: kind, place: place, quantity: quantity, intervalSeconds: interval)
    }

    @Test func boundaryOfAFeederTakesReadingsAndIsNoPartOfAnyLoad() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        let made = try await CreateSeries(database: city.database, scope: city.scope)(draft(), by: .tester)
        #expect(made.series.subject.kind == .feeder && made.series.zone == city.zone && !made.series.isDerived)
        #expect(made.series.name == "F activeEnergyImport" && made.readingCount == 0)
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5])
        try await city.send(city.solar, from: "2026-06-09T12:00:00Z", [2])
        try await city.send(made.series, from: "2026-06-09T12:00:00Z", [3.2])
        try await city.rollups()
        let hours = try await city.database.read(city.scope) { [zone = city.zone, clock = city.clock] session in
            var rows: [AreaHourRow] = []
            let span = TimeSpan(start: clock.now - 86_400, end: clock.now)
            for area in [Subject.zone(zone), made.series.subject] {
                try AreaRollupRepository(session).forEachHour(of: area, in: span) { rows.append($0) }
            }
            return rows
        }
        #expect(hours.map(\.netLoadKW) == [3, 3])
        #expect(hours.map(\.expectedSeries) == [2, 2])
    }

    @Test func boundaryOfAZoneIsNoPartOfItsLoad() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        let made = try await CreateSeries(database: city.database, scope: city.scope)(
            draft(.zone, .number(city.zone.rawValue), name: "zone.import"), by: .tester)
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5])
        try await city.send(made.series, from: "2026-06-09T12:00:00Z", [5.5])
        try await city.rollups()
        let zone = try #require(
            try await ZoneQueries(database: city.database, scope: city.scope, clock: city.clock.city).list().zones.first
        )
        #expect(zone.loadKW == 5)
    }

    @Test func everyWrongFieldIsNamed() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        let create = CreateSeries(database: city.database, scope: city.scope)
        func fields(_ draft: SeriesDraft) async throws -> [String] {
            do {
                _ = try await create(draft, by: .tester)
                return []
            } catch SeriesRefusal.invalid(let faults) {
                return faults.map(\.field)
            }
        }
        #expect(
            try await fields(draft(.loadPoint, .code("meter"), .temperature, name: "\n", interval: 7))
                == ["externalName", "intervalSeconds", "quantity"])
        #expect(try await fields(draft(.feeder, .code("G"))) == ["assetCode"])
        #expect(try await fields(draft(.feeder, .number(999))) == ["assetId"])
        // A number of another kind of asset names nothing.
        #expect(try await fields(draft(.transformer, .number(1))) == ["assetId"])
        #expect(try await fields(draft(.zone, .code("Z"), .netLoad)) == ["quantity"])
        let before = try await city.database.read(city.scope) { try SeriesRepository($0).count() }
        await #expect(throws: SeriesRefusal.nameIsTaken("meter")) {
            try await create(draft(name: "meter"), by: .tester)
        }
        #expect(try await city.database.read(city.scope) { try SeriesRepository($0).count() } == before)
    }
}
