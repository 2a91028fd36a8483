import Foundation
import GridModel
import HummingbirdCore
import Integrations
import Synchronization
import Testing

@Suite struct OpenMeteoTests {
    /// 2026-11-25T12:00:00Z
    private let noon = Timestamp(secondsSinceEpoch: 1_795_608_000)
    private let zones = [
        ZonePlace(zone: ZoneID(3), place: Coordinate(longitude: -117.43, latitude: 34.09)!),
        ZonePlace(zone: ZoneID(4), place: Coordinate(longitude: -117.5, latitude: -0.00001)!),
    ]

    /// An answer in the recorded shape for one place: three hours from eleven, each column with a gap.
    private func place(
        _ latitude: Double, _ longitude: Double, start: Int64? = nil, change: (inout String) -> Void = { _ in }
    ) -> String {
        let first = start ?? noon.secondsSinceEpoch - 3600
        var text = """
            {"latitude":\(latitude),"longitude":\(longitude),"generationtime_ms":0.12,"utc_offset_seconds":0,
            "timezone":"GMT","timezone_abbreviation":"GMT","elevation":370.0,"hourly_units":{"time":"unixtime",
            "temperature_2m":"°C","relative_humidity_2m":"%","shortwave_radiation":"W/m²",
            "direct_normal_irradiance":"W/m²","wind_speed_10m":"m/s"},
            "hourly":{"time":[\(first),\(first + 3600),\(first + 7200)],"temperature_2m":[14.1,null,16.3],
            "relative_humidity_2m":[40,41,42],"shortwave_radiation":[310.0,325.5,9999],
            "direct_normal_irradiance":[700.1,712.9,null],"wind_speed_10m":[1.22,3.4,2.0]}}
            """
        change(&text)
        return text
    }

    private func fetch(_ body: String, _ places: [ZonePlace]? = nil, from: Timestamp? = nil) async throws
        -> [FetchedValues]
    {
        let source = OpenMeteo.weather(key: nil) { _ in HTTPAnswer(body: Array(body.utf8)) }
        return try await source.fetch(places ?? [zones[0]], from: from ?? noon - 86_400, now: noon)
    }

    private func reason(_ body: String) async -> String? {
        do {
            _ = try await fetch(body)
            return nil
        } catch {
            return String(describing: error)
        }
    }

    @Test func asksOnceForAllZones() async throws {
        let both = "[" + place(34.1, -117.4) + "," + place(0, -117.5) + "]"
        try await LocalProvider.with { _ in
            LocalProvider.json(both)
        } _: { provider, base in
            let fetched = try await LocalProvider.ask(base) { session in
                try await OpenMeteo.weather(key: "k") { try await session.get($0) }
                    .fetch(zones, from: noon - 86_400, now: noon)
            }
            #expect(fetched.count == 10)
            #expect(Set(fetched.map(\.zone)) == [ZoneID(3), ZoneID(4)])
            #expect(provider.seen.map(\.uri.path) == ["/v1/forecast"])
            #expect(
                provider.queries == [
                    [
                        "latitude": "34.0900,0.0000", "longitude": "-117.4300,-117.5000",
                        "hourly": "temperature_2m,relative_humidity_2m,shortwave_radiation,direct_normal_irradiance,"
                            + "wind_speed_10m",
                        "start_date": "2026-11-24", "end_date": "2026-12-02", "timeformat": "unixtime",
                        "timezone": "GMT", "wind_speed_unit": "ms", "apikey": "k",
                    ]
                ])
        }
    }

    @Test func putsInstantsAtTheirHourAndMeansIntoTheHourBefore() async throws {
        let fetched = try await fetch(place(34.1, -117.4))
        let temperature = try #require(fetched.first { $0.quantity == .temperature })
        #expect(
            temperature.values == [
                Reading(start: noon - 3600, value: 14.1, quality: .calculated),
                Reading(start: noon + 3600, value: 16.3, quality: .calculated),
            ])
        let radiation = try #require(fetched.first { $0.quantity == .globalIrradiance })
        #expect(radiation.values.map(\.start) == [noon - 7200, noon - 3600])
        #expect(radiation.values.map(\.value) == [310, 325.5])
        #expect(radiation.leftOut == 1)
    }

    @Test func hoursBeforeTheFirstWantedAreLeft() async throws {
        let fetched = try await fetch(place(34.1, -117.4), from: noon)
        #expect(fetched.first { $0.quantity == .relativeHumidity }?.values.map(\.value) == [41, 42])
        #expect(fetched.first { $0.quantity == .globalIrradiance }?.values.isEmpty == true)
    }

    @Test func anHourThatClocksRepeatIsStillOneHourOfItsOwn() async throws {
        // Los Angeles turned its clocks back at 09:00 UTC on 2026-11-01.
        let start: Int64 = 1_793_520_000
        let fetched = try await fetch(place(34.1, -117.4, start: start), from: .epoch)
        let humidity = try #require(fetched.first { $0.quantity == .relativeHumidity })
        #expect(humidity.values.map(\.start.secondsSinceEpoch) == [start, start + 3600, start + 7200])
    }

    @Test func countsPlacesAndLongStretchesAsTheProviderDoes() async throws {
        let calls = Mutex<[Int]>([])
        let source = OpenMeteo.weather(key: nil) { query in
            calls.withLock { $0.append(query.calls) }
            throw CancellationError()
        }
        _ = try? await source.fetch(zones, from: noon, now: noon)
        _ = try? await source.fetch(zones, from: noon - 30 * 86_400, now: noon)
        #expect(calls.withLock { $0 } == [2, 6])
    }

    @Test func manyZonesAreAskedForInParts() async throws {
        let counts = Mutex<[Int]>([])
        let many = (1...120).map { ZonePlace(zone: ZoneID(Int64($0)), place: zones[0].place) }
        let one = place(34.1, -117.4)
        let source = OpenMeteo.weather(key: nil) { query in
            counts.withLock { $0.append(query.calls) }
            return HTTPAnswer(body: Array("[\(Array(repeating: one, count: query.calls).joined(separator: ","))]".utf8))
        }
        let fetched = try await source.fetch(many, from: noon, now: noon)
        #expect(counts.withLock { $0 } == [50, 50, 20])
        #expect(fetched.count == 600)
    }

    @Test func refusesAnotherUnit() async throws {
        let body = place(34.1, -117.4) { $0 = $0.replacingOccurrences(of: "\"m/s\"", with: "\"km/h\"") }
        #expect(await reason(body)?.contains("“wind_speed_10m” is in km/h; expected m/s.") == true)
    }

    @Test func namesWhatIsMissingOrOfAnotherShape() async throws {
        let changes: [(String, String, String)] = [
            ("\"wind_speed_10m\":[1.22,3.4,2.0]", "\"gust\":[1,2,3]", "“wind_speed_10m” is missing."),
            ("[40,41,42]", "[40,41]", "“relative_humidity_2m” has 2 values for 3 hours."),
            ("[40,41,42]", "[40,\"41\",42]", "“hourly.relative_humidity_2m[1]”"),
            ("\"unixtime\"", "\"iso8601\"", "expected unixtime."),
            ("\"hourly_units\"", "\"units\"", "“hourly_units” is missing."),
            ("\"latitude\":34.1", "\"latitude\":51.5", "which was not asked for."),
            ("[\(noon.secondsSinceEpoch - 3600),", "[\(noon.secondsSinceEpoch - 3599),", "whole hour"),
            ("2.0]}}", "2.0]", "breaks off"),
        ]
        for (old, new, expected) in changes {
            let body = place(34.1, -117.4) { $0 = $0.replacingOccurrences(of: old, with: new) }
            let reason = try #require(await reason(body), "\(old)")
            #expect(reason.contains(expected), "\(reason)")
        }
    }

    @Test func refusesAnAnswerForFewerPlaces() async throws {
        await #expect(throws: ConnectorError.unexpected("It is for 1 places; 2 were asked for.")) {
            try await fetch(place(34.1, -117.4), zones)
        }
    }

    @Test func anErrorInsideAGoodStatusIsAnError() async throws {
        let reason = await reason(#"{"error":true,"reason":"Cannot initialize WeatherVariable"}"#)
        #expect(reason?.contains("Cannot initialize WeatherVariable") == true)
    }

    @Test func takesAirQualityWhicheverMuItIsWrittenWith() async throws {
        let time = noon.secondsSinceEpoch
        let body = """
            {"latitude":34.1,"longitude":-117.4,"generationtime_ms":1.1,"utc_offset_seconds":0,"timezone":"GMT",
            "timezone_abbreviation":"GMT","hourly_units":{"time":"unixtime","pm2_5":"\u{3BC}g/m³","pm10":"\u{B5}g/m³",
            "nitrogen_dioxide":"\u{3BC}g/m³","ozone":"\u{3BC}g/m³","european_aqi":"EAQI","us_aqi":"USAQI"},
            "hourly":{"time":[\(time)],"pm2_5":[8.1],"pm10":[12],"nitrogen_dioxide":[null],"ozone":[61.5],
            "european_aqi":[24],"us_aqi":[41]}}
            """
        let source = OpenMeteo.airQuality(key: nil) { query in
            #expect(query.path == "/v1/air-quality")
            return HTTPAnswer(body: Array(body.utf8))
        }
        let fetched = try await source.fetch([zones[0]], from: noon, now: noon)
        let values = Dictionary(uniqueKeysWithValues: fetched.map { ($0.quantity, $0.values.map(\.value)) })
        #expect(
            values == [
                .pm25: [8.1], .pm10: [12], .nitrogenDioxide: [], .ozone: [61.5], .europeanAirQualityIndex: [24],
                .usAirQualityIndex: [41],
            ])
    }
}
