import GridModel
import Operations
import Persistence
import Testing

@Suite struct IngestLinesTests {
    let city: SmallCity
    let noon: Timestamp

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        noon = try #require(Timestamp(iso8601: "2026-06-09T12:00:00Z"))
    }

    private func write(_ text: String, precision: LineBody.Precision = .s) async throws -> BatchOutcome {
        let lines = IngestLines(database: city.database, scope: city.scope, batch: city.batches(IngestBacklog()))
        return try await lines(LineBody(bytes: Array(text.utf8), isGzip: false, precision: precision))
    }

    private func readings(_ series: Series) async throws -> [Reading] {
        _ = try await city.compaction()()
        return try #require(try await city.queries.readings(series.id, from: noon, to: nil, points: 100)).readings
    }

    @Test func aLineIsAReadingOfTheSeriesItsTagNames() async throws {
        let seconds = noon.secondsSinceEpoch
        let outcome = try await write(
            """
            load,series=meter value=1.5 \(seconds)
            load,host=x,series=meter value=2i,quality="estimated" \(seconds + 3600)
            load,series=solar,quality=substituted value=3 \(seconds)
            """)
        #expect(outcome == BatchOutcome(accepted: 3, refused: 0, faults: []))
        #expect(
            try await readings(city.meter) == [
                Reading(start: noon, value: 1.5), Reading(start: noon + 3600, value: 2, quality: .estimated),
            ])
        #expect(try await readings(city.solar) == [Reading(start: noon, value: 3, quality: .substituted)])
    }

    @Test(
        arguments: [(LineBody.Precision.ns, 1_000_000_000), (.us, 1_000_000), (.ms, 1000), (.s, 1)]
            as [(LineBody.Precision, Int64)])
    func timestampsAreInTheRequestsPrecision(precision: LineBody.Precision, factor: Int64) async throws {
        let text = "load,series=meter value=1 \(noon.secondsSinceEpoch * factor)"
        #expect(try await write(text, precision: precision).accepted == 1)
        #expect(try await readings(city.meter).map(\.start) == [noon])
    }

    @Test func everyFaultNamesItsLine() async throws {
        let seconds = noon.secondsSinceEpoch
        let outcome = try await write(
            """
            load,series=meter value=1 \(seconds)
            load,series=meter value=1
            # a comment
            load,series=nobody value=1 \(seconds)
            load,host=x value=1 \(seconds)
            load,series=meter value="1" \(seconds)
            load,series=meter power=1 \(seconds)
            load,series=meter value=1,quality="good" \(seconds)
            load,series=meter value=1 \(seconds + 1)
            load,series=meter value=-1 \(seconds)
            load,series=meter quality="measured" \(seconds)
            not a line
            load,series=solar value=1 \(seconds)
            """)
        #expect(outcome.accepted == 2)
        #expect(outcome.refused == 10)
        #expect(
            outcome.faults.map { "\($0.index) \($0.field)" } == [
                "1 timestamp", "3 series", "4 series", "5 value", "6 power", "7 quality", "8 start", "9 value",
                "10 value", "11 line",
            ])
    }

    @Test func meterAndFieldNameASeriesAndRegisterIt() async throws {
        var settings = IngestSettings()
        settings.unknownSeries = .register
        settings.registration.intervalSeconds = 3600
        settings.registration.quantities = ["kwh": "activeEnergyImport"]
        let saved = settings
        try await city.database.write(city.scope) { try saved.save($0) }
        let outcome = try await write(
            "power,meter=A\\ 1 kwh=2,temperature=21.5,volt=230 \(noon.secondsSinceEpoch)")
        #expect(outcome.accepted == 2)
        #expect(outcome.faults.map(\.message) == ["There is no such series, and nothing says what it measures."])
        let made = try await city.database.read(city.scope) { session in
            (try SeriesRepository(session).list(subjectKind: .meter), try AssetRepository(session).assets(of: [.meter]))
        }
        #expect(
            Set(made.0.map { "\($0.externalName) \($0.quantity)" }) == [
                "A 1.kwh activeEnergyImport", "A 1.temperature temperature",
            ])
        #expect(made.1.map(\.code) == ["A 1"])
        for series in made.0 { #expect(try await readings(series).count == 1) }
    }

    @Test func aBodyThatIsNotGzipIsRefused() async throws {
        let lines = IngestLines(database: city.database, scope: city.scope, batch: city.batches(IngestBacklog()))
        await #expect(throws: LineBodyError.notGzip) {
            try await lines(LineBody(bytes: Array("load,series=meter value=1 900".utf8), isGzip: true))
        }
    }
}
