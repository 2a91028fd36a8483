import Foundation
import GridModel
import Identity
import Integrations
import Operations
import Persistence
import Synchronization
import Testing

/// A city whose provider answers what the test says.
private final class ProvidedCity: Sendable {
    let city: SmallCity
    let clock: TestClock
    let queries = Mutex<[HTTPQuery]>([])
    let events = Mutex<[ConnectorEvent]>([])
    let answer = Mutex<@Sendable (HTTPQuery) throws -> String>({ _ in "{}" })
    /// What the clock moves while the provider answers.
    let answerSeconds: Int64 = 2

    init() async throws {
        city = try await SmallCity(now: "2026-11-25T12:10:00Z")
        clock = city.clock
    }

    var environment: ConnectorEnvironment {
        ConnectorEnvironment(
            openMeteoKey: nil, openAQKey: "k3y", allowsPrivateAddresses: false,
            secretKeys: MasterKey(bytes: Array(repeating: 7, count: 32)).map { MasterKeyRing(current: $0) },
            now: { self.clock.now },
            random: { 1 },
            converse: { _, body in
                try await body { query in
                    self.queries.withLock { $0.append(query) }
                    let text = try self.answer.withLock { $0 }(query)
                    self.clock.now = self.clock.now + self.answerSeconds
                    return HTTPAnswer(body: Array(text.utf8))
                }
            })
    }

    var manage: ManageConnectors {
        ManageConnectors(database: city.database, scope: city.scope, environment: environment)
    }

    var poll: PollConnector {
        PollConnector(database: city.database, scope: city.scope, environment: environment) { event in
            self.events.withLock { $0.append(event) }
        }
    }

    func enable(_ kind: ConnectorKind, _ change: (inout ConnectorChange) -> Void = { _ in }) async throws {
        var settings = ConnectorChange()
        settings.isEnabled = true
        change(&settings)
        _ = try await manage.change(kind.rawValue, settings, by: .tester)
    }

    func record(_ kind: ConnectorKind = .openMeteoWeather) async throws -> ConnectorRecord {
        try #require(try await manage.list().first { $0.name == kind.rawValue })
    }

    func series(_ name: String) async throws -> Series {
        try #require(
            try await city.database.read(city.scope) { try SeriesRepository($0).series(externalName: name) })
    }

    func stored(_ name: String) async throws -> [Reading] {
        let series = try await series(name)
        let window = try await city.queries.readings(series.id, from: .epoch, to: clock.now, points: 5000)
        return try #require(window).readings
    }

    /// Two hours past, the one under way, and two to come.
    func weather(_ temperatures: [Double], units: String = "°C") -> String {
        let first = Timestamp(iso8601: "2026-11-25T10:00:00Z")!.secondsSinceEpoch
        let times = temperatures.indices.map { String(first + Int64($0) * 3600) }.joined(separator: ",")
        let values = temperatures.map { "\($0)" }.joined(separator: ",")
        func zeros() -> String { temperatures.map { _ in "0" }.joined(separator: ",") }
        return """
            {"latitude":0.4,"longitude":0.6,"hourly_units":{"time":"unixtime","temperature_2m":"\(units)",
            "relative_humidity_2m":"%","shortwave_radiation":"W/m²","direct_normal_irradiance":"W/m²",
            "wind_speed_10m":"m/s"},"hourly":{"time":[\(times)],"temperature_2m":[\(values)],
            "relative_humidity_2m":[\(zeros())],"shortwave_radiation":[\(zeros())],
            "direct_normal_irradiance":[\(zeros())],"wind_speed_10m":[\(zeros())]}}
            """
    }

    func answers(_ answer: @escaping @Sendable (HTTPQuery) throws -> String) {
        self.answer.withLock { $0 = answer }
    }
}

@Suite struct ConnectorTests {
    private let temperature = "open-meteo/zone-1/temperature"

    @Test func isOffUntilSomebodyTurnsItOn() async throws {
        let provided = try await ProvidedCity()
        for kind in ConnectorKind.allCases {
            #expect(try await provided.record(kind).standing == .disabled)
            #expect(try await provided.poll(kind) == .disabled)
            #expect(try await provided.poll(kind, isForced: true) == .disabled)
        }
        #expect(provided.queries.withLock { $0 }.isEmpty)
    }

    @Test func storesThePastAsReadingsAndTheRestAsAForecast() async throws {
        let provided = try await ProvidedCity()
        try await provided.enable(.openMeteoWeather)
        provided.answers { [body = provided.weather([11, 12, 13, 14, 15])] _ in body }
        guard case .succeeded(let report) = try await provided.poll(.openMeteoWeather) else {
            Issue.record("\(try await provided.record())")
            return
        }
        // Means of the hour before reach back one hour further.
        #expect(report.inserted == 3 * 2 + 2 * 3 && report.forecasts == 5)
        let series = try await provided.series(temperature)
        #expect(series.subject == .zone(provided.city.zone) && series.zone == provided.city.zone)
        #expect(series.name == "Centre temperature (Open-Meteo)")
        let readings = try await provided.stored(temperature)
        #expect(readings.map(\.value) == [11, 12])
        #expect(readings.allSatisfy { $0.quality == .calculated })
        let forecasts = WeatherForecastQueries(
            database: provided.city.database, scope: provided.city.scope, now: { provided.clock.now })
        let arrived = try #require(Timestamp(iso8601: "2026-11-25T12:10:02Z"))
        let known = try #require(try await forecasts.known(series.id, at: nil) ?? nil)
        #expect(known.availableAt == arrived)
        #expect(known.values.map(\.value) == [13, 14, 15])
        // Not known while the provider was still answering.
        #expect(try await forecasts.known(series.id, at: arrived - 1) == .some(nil))
        #expect(try await forecasts.known(SeriesID(999), at: nil) == .none)
    }

    @Test func asksAgainOnlyAfterItsIntervalAndThenForTheLastHours() async throws {
        let provided = try await ProvidedCity()
        try await provided.enable(.openMeteoWeather)
        provided.answers { [body = provided.weather([11, 12, 13, 14, 15])] _ in body }
        let begun = provided.clock.now
        _ = try await provided.poll(.openMeteoWeather)
        provided.clock.now = begun + 3599
        // As after a restart: nothing but the database remembers.
        #expect(try await provided.poll(.openMeteoWeather) == .notNow(.notDue(until: begun + 3600)))
        provided.clock.now = begun + 3600
        provided.answers { [body = provided.weather([11, 12.5, 13, 14.5, 15])] _ in body }
        guard case .succeeded(let report) = try await provided.poll(.openMeteoWeather) else {
            Issue.record("not polled")
            return
        }
        #expect(report.revised == 1 && report.unchanged == 11 && report.inserted == 5)
        let starts = provided.queries.withLock { $0 }.map { query in
            query.parameters.first { $0.name == "start_date" }?.value
        }
        #expect(starts == ["2026-11-18", "2026-11-25"])
        #expect(try await provided.stored(temperature).map(\.value) == [11, 12.5, 13])
        // The first one asked for fifteen days, which the provider counts twice.
        #expect(try await provided.record().callsToday == 3)
    }

    @Test func aFailureIsRecordedAndTriedAgainLater() async throws {
        let provided = try await ProvidedCity()
        try await provided.enable(.openMeteoWeather)
        provided.answers { _ in throw ConnectorError.serverFailed(status: 502) }
        let begun = provided.clock.now
        #expect(try await provided.poll(.openMeteoWeather) == .failed(.serverFailed(status: 502)))
        let record = try await provided.record()
        #expect(record.standing == .retrying && record.failures == 1)
        #expect(record.lastError == "The provider failed (HTTP 502).")
        #expect(record.nextAttemptAt == begun + 60)
        #expect(try await provided.poll(.openMeteoWeather) == .notNow(.notDue(until: begun + 60)))
        provided.clock.now = begun + 60
        provided.answers { [body = provided.weather([11])] _ in body }
        _ = try await provided.poll(.openMeteoWeather)
        #expect(try await provided.record().standing == .working)
    }

    @Test func aWrongUnitStoresNothingAndSuspends() async throws {
        let provided = try await ProvidedCity()
        try await provided.enable(.openMeteoWeather)
        provided.answers { [body = provided.weather([51, 52], units: "°F")] _ in body }
        _ = try await provided.poll(.openMeteoWeather)
        let record = try await provided.record()
        #expect(record.standing == .suspended)
        #expect(record.lastError?.contains("“temperature_2m” is in °F; expected °C.") == true)
        let count = try await provided.city.database.read(provided.city.scope) {
            try SeriesRepository($0).list(subjectKind: .zone, isDerived: false).count
        }
        #expect(count == 0)
    }

    @Test func stopsWhenTheDaysCallsAreUsedUp() async throws {
        let provided = try await ProvidedCity()
        try await provided.enable(.openMeteoWeather) { $0.dailyCalls = 2 }
        provided.answers { [body = provided.weather([11])] _ in body }
        _ = try await provided.poll(.openMeteoWeather)
        #expect(try await provided.poll(.openMeteoWeather, isForced: true) == .failed(.quotaUsedUp(calls: 2)))
        #expect(provided.queries.withLock { $0 }.count == 1)
        let midnight = try #require(Timestamp(iso8601: "2026-11-26T00:00:00Z"))
        #expect(try await provided.record().nextAttemptAt == midnight)
        provided.clock.now = midnight
        guard case .succeeded = try await provided.poll(.openMeteoWeather) else {
            Issue.record("\(try await provided.record())")
            return
        }
    }

    @Test func twoProcessesThatLookAtOncePollOnce() async throws {
        let provided = try await ProvidedCity()
        try await provided.enable(.openMeteoWeather)
        provided.answers { [body = provided.weather([11])] _ in body }
        let outcomes = try await withThrowingTaskGroup(of: ConnectorOutcome.self) { group in
            for _ in 0..<8 { group.addTask { try await provided.poll(.openMeteoWeather) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(provided.queries.withLock { $0 }.count == 1)
        #expect(outcomes.count { if case .succeeded = $0 { true } else { false } } == 1)
    }

    @Test func aPollThatIsCancelledLeavesNoLeaseBehind() async throws {
        let provided = try await ProvidedCity()
        try await provided.enable(.openMeteoWeather)
        provided.answers { _ in throw CancellationError() }
        await #expect(throws: CancellationError.self) { try await provided.poll(.openMeteoWeather) }
        #expect(try await provided.record().failures == 0)
        provided.answers { [body = provided.weather([11])] _ in body }
        guard case .succeeded = try await provided.poll(.openMeteoWeather) else {
            Issue.record("\(try await provided.record())")
            return
        }
    }

    @Test func measurementsOfAStationAreMeasuredAndTheirSeriesNamesTheInstrument() async throws {
        let provided = try await ProvidedCity()
        try await provided.enable(.openAQ)
        provided.answers { query in
            if query.path == "/v3/locations" {
                return """
                    {"results":[{"id":5,"isMobile":false,"isMonitor":true,"coordinates":{"latitude":0.34,"longitude":0.66},
                    "sensors":[{"id":51,"parameter":{"name":"pm25","units":"µg/m³"}}],
                    "datetimeLast":{"utc":"2026-11-25T11:00:00Z","local":""}}]}
                    """
            }
            return """
                {"results":[{"value":7.5,"flagInfo":{"hasFlags":false},"parameter":{"name":"pm25","units":"µg/m³"},
                "period":{"datetimeFrom":{"utc":"2026-11-25T10:00:00Z"},"datetimeTo":{"utc":"2026-11-25T11:00:00Z"}}}]}
                """
        }
        guard case .succeeded(let report) = try await provided.poll(.openAQ) else {
            Issue.record("\(try await provided.record(.openAQ))")
            return
        }
        #expect(report.inserted == 1 && report.forecasts == 0)
        let readings = try await provided.stored("openaq/zone-1/pm25-51")
        #expect(readings.map(\.value) == [7.5] && readings.map(\.quality) == [.measured])
        #expect(provided.queries.withLock { $0 }.allSatisfy { $0.headers == [.init("X-API-Key", "k3y")] })
    }

    @Test func aKeyGoesToNoOtherHostThanTheProviders() async throws {
        let provided = try await ProvidedCity()
        try await provided.enable(.openAQ) { $0.baseURL = "https://openaq.org.example.com" }
        guard case .failed(.misconfigured(let reason)) = try await provided.poll(.openAQ) else {
            Issue.record("polled")
            return
        }
        #expect(reason.contains("key") && !reason.contains("k3y"))
        #expect(provided.queries.withLock { $0 }.isEmpty)
    }

    @Test func aBaseURLWithoutTLSIsRefused() async throws {
        let provided = try await ProvidedCity()
        await #expect(throws: ConnectorRefusal("The base URL must begin with https://.", field: "baseUrl")) {
            try await provided.enable(.openMeteoWeather) { $0.baseURL = "http://api.open-meteo.com" }
        }
        #expect(try await provided.record().standing == .disabled)
    }

    @Test func tenantsOwnKeyIsSealedAndComesBeforeTheInstallations() async throws {
        let provided = try await ProvidedCity()
        try await provided.enable(.openAQ) { $0.key = .set("0wn-k3y") }
        #expect(try await provided.record(.openAQ).hasOwnKey)
        provided.answers { _ in #"{"results":[]}"# }
        _ = try await provided.poll(.openAQ)
        let headers = provided.queries.withLock { $0 }.flatMap(\.headers)
        #expect(!headers.isEmpty && headers.allSatisfy { $0.value == "0wn-k3y" })
        let log = try await AuditQueries(database: provided.city.database, scope: provided.city.scope).list(
            AuditFilter(), before: nil, limit: 9)
        #expect(log.map(\.event.action) == ["connector.change", "secret.set"])
        #expect(log.allSatisfy { !("\($0.event)".contains("0wn-k3y")) })
        _ = try await provided.enable(.openAQ) { $0.key = .remove }
        #expect(try await !provided.record(.openAQ).hasOwnKey)
    }

    @Test func aPollNowIsOneJob() async throws {
        let provided = try await ProvidedCity()
        await #expect(throws: ConnectorRefusal.self) { try await provided.manage.run("openaq", by: .tester) }
        try await provided.enable(.openAQ)
        #expect(try await provided.manage.run("openaq", by: .tester) != nil)
        await #expect(throws: ConnectorRefusal.self) { try await provided.manage.run("openaq", by: .tester) }
        #expect(try await provided.manage.run("met-office", by: .tester) == nil)
    }

    @Test func theZonesOwnWeatherComesBeforeTheStations() async throws {
        let provided = try await ProvidedCity()
        try await provided.enable(.openMeteoWeather)
        provided.answers { [body = provided.weather([11])] _ in body }
        _ = try await provided.poll(.openMeteoWeather)
        let own = try await provided.city.database.read(provided.city.scope) {
            try SeriesRepository($0).list(subjectKind: .zone, isDerived: false).map(\.quantity)
        }
        #expect(
            Set(own) == [.temperature, .relativeHumidity, .globalIrradiance, .directIrradiance, .windSpeed])
    }
}
