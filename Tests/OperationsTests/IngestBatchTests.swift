import GridModel
import Operations
import Persistence
import Testing

@Suite struct IngestBatchTests {
    let city: SmallCity
    let noon: Timestamp

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        noon = try #require(Timestamp(iso8601: "2026-06-09T12:00:00Z"))
    }

    private var ingest: IngestBatch {
        city.batches(IngestBacklog())
    }

    private func named(_ name: String, _ value: Double, hour: Int64 = 0) -> IncomingReading {
        IncomingReading(target: .externalName(name), reading: Reading(start: noon + hour * 3600, value: value))
    }

    private func use(_ settings: IngestSettings) async throws {
        try await city.database.write(city.scope) { try settings.save($0) }
    }

    private func values(of series: Series) async throws -> [Double] {
        _ = try await city.compaction()()
        return try #require(try await city.queries.readings(series.id, from: noon, to: nil, points: 100)).readings.map(
            \.value)
    }

    @Test func storesTheSoundReadingsAndNamesTheOthers() async throws {
        let outcome = try await ingest(
            [
                named("meter", 1), named("nobody", 2), named("meter", .nan, hour: 1), named("meter", 3, hour: 2),
                named("Z.netLoad", 4), city.reading(SmallCity.unknown, noon, 5), named("solar", 6),
            ], source: "test")
        #expect(outcome.accepted == 3)
        #expect(outcome.refused == 4)
        #expect(outcome.faults.map { "\($0.index) \($0.field)" } == ["1 series", "2 value", "4 series", "5 seriesId"])
        #expect(outcome.faults.allSatisfy { !$0.message.isEmpty && $0.expected?.isEmpty == false })
        let (meter, solar) = (try await values(of: city.meter), try await values(of: city.solar))
        #expect(meter == [1, 3])
        #expect(solar == [6])
    }

    @Test func whatAGatewayWithAResetClockSendsIsRefused() async throws {
        let ancient = [Timestamp.epoch, noon - 3661 * 86_400].map { city.reading(city.meter, $0, 1) }
        let outcome = try await ingest(ancient + [named("meter", 2), named("nobody", 3)], source: "test")
        #expect(outcome.faults.map { "\($0.index) \($0.field)" } == ["0 start", "1 start", "3 series"])
        #expect(outcome.faults.first?.expected?.contains("oldestDays") == true)
        await #expect(throws: IngestRefusal.self) { try await city.ingest(ancient, source: "test") }
        let old = city.reading(city.meter, noon - 3659 * 86_400, 1)
        #expect(try await ingest([old], source: "test").accepted == 1)
        var settings = IngestSettings()
        settings.oldestDays = 36_500
        try await use(settings)
        #expect(try await ingest(ancient, source: "test").accepted == 2)
        #expect(try await city.ingest(ancient, source: "test").received == 2)
        #expect(throws: IngestSettingsError.self) { try IngestSettings(json: #"{"oldestDays": 0}"#) }
    }

    @Test func namesAHundredFaultsAndCountsTheRest() async throws {
        let outcome = try await ingest((0..<250).map { _ in named("nobody", 1) }, source: "test")
        #expect((outcome.accepted, outcome.refused) == (0, 250))
        #expect(outcome.faults.map(\.index) == Array(0..<100))
    }

    @Test func namesTheFirstHundredFaultsWhateverTheyAre() async throws {
        let outcome = try await ingest(
            (0..<300).map { $0.isMultiple(of: 3) ? named("nobody", 1) : named("meter", .nan) }, source: "test")
        #expect(outcome.refused == 300)
        #expect(outcome.faults.map(\.index) == Array(0..<100))
    }

    @Test func ofSeveralReadingsOfOneIntervalTheLastCounts() async throws {
        let outcome = try await ingest(
            [named("meter", 1), named("solar", 7), named("meter", 2), named("meter", 0, hour: -1)], source: "test")
        #expect(outcome.accepted == 4)
        #expect(try await values(of: city.meter) == [2])
    }

    @Test func registersUnknownSeriesWhereTheTenantWantsThat() async throws {
        var settings = IngestSettings()
        settings.unknownSeries = .register
        settings.registration.quantity = "activeEnergyImport"
        settings.registration.intervalSeconds = 3600
        settings.registration.maximumSeries = 2
        try await use(settings)
        let outcome = try await ingest(
            [named("new-1", 1), named("new-2", 2), named("new-1", 3, hour: 1), named("new-2", -1, hour: 1)],
            source: "test")
        #expect(outcome.accepted == 3)
        #expect(outcome.faults.map { "\($0.index) \($0.field)" } == ["3 value"])
        let made = try await city.database.read(city.scope) { try SeriesRepository($0).list(subjectKind: .meter) }
        #expect(Set(made.map(\.externalName)) == ["new-1", "new-2"])
        #expect(made.allSatisfy { $0.zone == nil && $0.quantity == .activeEnergyImport && $0.intervalSeconds == 3600 })
        #expect(Set(made.map(\.subject)).count == 2)
        let beyond = try await ingest([named("new-3", 1), named("new-1", 4, hour: 2)], source: "test")
        #expect((beyond.accepted, beyond.refused) == (1, 1))
        #expect(beyond.faults.first?.message.contains("2 have been registered") == true)
    }

    @Test func ofMoreSeriesThanMayBeMadeTheFirstOfTheBatchAreMade() async throws {
        var settings = IngestSettings()
        settings.unknownSeries = .register
        settings.registration.quantity = "activeEnergyImport"
        settings.registration.intervalSeconds = 3600
        settings.registration.maximumSeries = 4
        try await use(settings)
        let outcome = try await ingest((1...12).map { named("new-\($0)", 1) }, source: "test")
        #expect(outcome.faults.map(\.index) == Array(4..<12))
    }

    @Test func refusesToRegisterWhatNothingSaysTheQuantityOf() async throws {
        var settings = IngestSettings()
        settings.unknownSeries = .register
        try await use(settings)
        let outcome = try await ingest([named("new", 1)], source: "test")
        #expect((outcome.accepted, outcome.refused) == (0, 1))
        #expect(outcome.faults.first?.message.contains("what it measures") == true)
    }

    @Test func aSeriesMadeSinceIsFoundWithoutARestart() async throws {
        let ingest = ingest
        #expect(try await ingest([named("later", 1)], source: "test").refused == 1)
        let later = try await city.database.write(city.scope) { [city] in
            try SeriesRepository($0).insert(
                externalName: "later", name: "later", subject: .zone(city.zone), zone: city.zone,
                quantity: .activeEnergyImport, intervalSeconds: 3600, isDerived: false)
        }
        #expect(try await ingest([named("later", 1)], source: "test").accepted == 1)
        #expect(try await values(of: later) == [1])
    }

    @Test func aFullLogLetsNothingInUntilItIsCompacted() async throws {
        var limits = IngestBacklog.Limits()
        limits.readings = 3
        let backlog = IngestBacklog(limits: limits)
        let ingest = city.batches(backlog)
        _ = try await ingest([named("meter", 1), named("meter", 2, hour: 1)], source: "test")
        await #expect(throws: IngestBacklogFull.self) {
            try await ingest([named("meter", 3, hour: 2), named("meter", 4, hour: 3)], source: "test")
        }
        _ = try await city.compaction(backlog)()
        #expect(backlog.standing.readings == 0)
        #expect(try await values(of: city.meter) == [1, 2])
        #expect(try await ingest([named("meter", 3, hour: 2)], source: "test").accepted == 1)
    }

    @Test(arguments: [
        #"{"unknownSeries": "maybe"}"#, #"{"registration": {"intervalSeconds": 7}}"#,
        #"{"registration": {"quantity": "weight"}}"#, #"{"registration": {"quantities": {"kg": "weight"}}}"#,
        #"{"registration": {"maximumSeries": -1}}"#, #"{"lineSeries": ["{meter"]}"#,
        #"{"lineSeries": []}"#, #"{"lineSeries": ["all"]}"#, "not JSON",
    ])
    func settingsThatCannotBeUsedAreRefused(_ json: String) {
        #expect(throws: IngestSettingsError.self) { try IngestSettings(json: json) }
    }
}

extension SmallCity {
    func batches(_ backlog: IngestBacklog) -> IngestBatch {
        IngestBatch(
            database: database, scope: scope, clock: clock.city, directory: SeriesDirectory(), backlog: backlog)
    }

    func compaction(_ backlog: IngestBacklog = IngestBacklog(), seriesAtOnce: Int = 1000) -> CompactIngestLog {
        var limits = CompactIngestLog.Limits()
        limits.seriesAtOnce = seriesAtOnce
        return CompactIngestLog(database: database, scope: scope, backlog: backlog, limits: limits)
    }

    /// A series that is not in the database.
    static let unknown = Series(
        id: SeriesID(999), externalName: "unknown", name: "unknown", subject: Subject(kind: .zone, id: 1), zone: nil,
        quantity: .activeEnergyImport, intervalSeconds: 3600, isDerived: false)
}
