import Foundation
import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Integrations
import Synchronization
import Testing

@Suite struct OpenAQTests {
    /// 2026-11-25T12:00:00Z
    private let noon = Timestamp(secondsSinceEpoch: 1_795_608_000)
    private let zones = [
        ZonePlace(zone: ZoneID(1), place: Coordinate(longitude: -117.43, latitude: 34.09)!),
        ZonePlace(zone: ZoneID(2), place: Coordinate(longitude: -117.44, latitude: 34.08)!),
    ]

    /// A station in the recorded shape.
    private func station(
        _ id: Int, latitude: Double, isMonitor: Bool = true, isMobile: Bool = false, last: Timestamp? = nil,
        sensors: [(id: Int, name: String, units: String)]
    ) -> String {
        let list = sensors.map {
            """
            {"id":\($0.id),"name":"\($0.name) \($0.units)","parameter":{"id":2,"name":"\($0.name)",
            "units":"\($0.units)","displayName":null}}
            """
        }
        let last = (last ?? noon - 3600).iso8601
        return """
            {"id":\(id),"name":"Station \(id)","locality":null,"timezone":"America/Los_Angeles",
            "country":{"id":155,"code":"US","name":"United States"},"isMobile":\(isMobile),"isMonitor":\(isMonitor),
            "instruments":[],"sensors":[\(list.joined(separator: ","))],
            "coordinates":{"latitude":\(latitude),"longitude":-117.43},"licenses":null,"bounds":[0,0,0,0],
            "distance":null,"datetimeFirst":null,"datetimeLast":{"utc":"\(last)","local":"\(last)"}}
            """
    }

    private func hour(
        _ start: Timestamp, _ value: String, percent: Double = 100, isFlagged: Bool = false, units: String = "µg/m³"
    ) -> String {
        """
        {"value":\(value),"flagInfo":{"hasFlags":\(isFlagged)},
        "parameter":{"id":2,"name":"pm25","units":"\(units)","displayName":null},
        "period":{"label":"1hour","interval":"01:00:00","datetimeFrom":{"utc":"\(start.iso8601)","local":""},
        "datetimeTo":{"utc":"\((start + 3600).iso8601)","local":""}},"coordinates":null,"summary":{"min":1,"max":9},
        "coverage":{"expectedCount":1,"expectedInterval":"01:00:00","observedCount":1,"percentComplete":\(percent)}}
        """
    }

    private func page(_ items: [String]) -> String {
        #"{"meta":{"name":"openaq-api","website":"/","page":1,"limit":1000,"found":">1000"},"results":["#
            + items.joined(separator: ",") + "]}"
    }

    private func source(
        _ get: @escaping @Sendable (HTTPQuery) async throws -> HTTPAnswer,
        pause: @escaping @Sendable (Int64) async throws -> Void = { Issue.record("pauses \($0) s") }
    ) -> OpenAQ {
        OpenAQ(key: "k3y", radiusKm: 10, get: get, pause: pause)
    }

    @Test func storesMeasurementsOfTheBestStationWithItsKeyInTheHeader() async throws {
        let stations = page([
            station(1, latitude: 34.0901, isMonitor: false, sensors: [(11, "pm25", "µg/m³")]),
            station(2, latitude: 34.1, sensors: [(21, "pm25", "µg/m³"), (22, "o3", "ppm")]),
            station(3, latitude: 34.12, sensors: [(31, "pm25", "µg/m³"), (32, "no2", "µg/m³")]),
        ])
        let hours = page([hour(noon - 7200, "9.5"), hour(noon - 3600, "null"), hour(noon, "12")])
        try await LocalProvider.with { request in
            switch request.uri.path {
            case "/v3/locations": return LocalProvider.json(stations)
            case "/v3/sensors/21/hours": return LocalProvider.json(hours)
            default: return LocalProvider.json(#"{"meta":{},"results":[]}"#)
            }
        } _: { provider, base in
            let fetched = try await LocalProvider.ask(base) { session in
                try await source { try await session.get($0) }.fetch([zones[0]], from: noon - 86_400, now: noon)
            }
            // The nearest is a low-cost sensor, and ppm is no unit of ours.
            #expect(fetched.map(\.instrument) == [21, 32])
            #expect(fetched[0].values == [Reading(start: noon - 7200, value: 9.5, quality: .measured)])
            let name = try #require(HTTPField.Name("X-API-Key"))
            #expect(provider.seen.allSatisfy { $0.headers[name] == "k3y" })
            #expect(provider.queries[0]["bbox"] == "-117.5386,34.0001,-117.3214,34.1799")
            #expect(provider.queries[1]["datetime_from"] == "2026-11-24T12:00:00Z")
            #expect(provider.queries[1]["datetime_to"] == "2026-11-25T12:00:00Z")
        }
    }

    @Test func readsEveryPage() async throws {
        let from = noon - 1500 * 3600
        let asked = Mutex<[String]>([])
        let source = source { query in
            let page = query.parameters.first { $0.name == "page" }?.value ?? ""
            asked.withLock { $0.append("\(query.path) \(page)") }
            if query.path == "/v3/locations" {
                return HTTPAnswer(
                    body: Array(self.page([station(2, latitude: 34.1, sensors: [(21, "pm25", "µg/m³")])]).utf8))
            }
            let range = page == "1" ? 0..<1000 : 1000..<1500
            return HTTPAnswer(body: Array(self.page(range.map { hour(from + Int64($0) * 3600, "\($0)") }).utf8))
        }
        let fetched = try await source.fetch([zones[0]], from: from, now: noon)
        #expect(fetched.first?.values.map(\.value) == (0..<1500).map(Double.init))
        #expect(asked.withLock { $0 } == ["/v3/locations 1", "/v3/sensors/21/hours 1", "/v3/sensors/21/hours 2"])
    }

    @Test func endsWhereAProviderDoesNot() async throws {
        let full = page((0..<1000).map { station($0, latitude: 34.1, sensors: []) })
        let source = source { _ in HTTPAnswer(body: Array(full.utf8)) }
        await #expect(throws: ConnectorError.unexpected("“/v3/locations” has more than 20 pages.")) {
            try await source.fetch(zones, from: noon, now: noon)
        }
    }

    @Test func asksAnInstrumentOfTwoZonesOnce() async throws {
        let paths = Mutex<[String]>([])
        let source = source { query in
            paths.withLock { $0.append(query.path) }
            return HTTPAnswer(
                body: Array(
                    (query.path == "/v3/locations"
                        ? page([station(2, latitude: 34.1, sensors: [(21, "pm25", "µg/m³")])])
                        : page([hour(noon - 3600, "5")])).utf8))
        }
        let fetched = try await source.fetch(zones, from: noon - 7200, now: noon)
        #expect(fetched.map(\.zone) == [ZoneID(1), ZoneID(2)])
        #expect(paths.withLock { $0 } == ["/v3/locations", "/v3/sensors/21/hours"])
    }

    @Test func silentMobileAndFarStationsDoNotSpeak() async throws {
        let stations = [
            station(1, latitude: 34.09, last: noon - 4 * 86_400, sensors: [(11, "pm25", "µg/m³")]),
            station(2, latitude: 34.09, isMobile: true, sensors: [(21, "pm25", "µg/m³")]),
            station(3, latitude: 34.2, sensors: [(31, "pm25", "µg/m³")]),
        ]
        let source = source { query in
            #expect(query.path == "/v3/locations")
            return HTTPAnswer(body: Array(page(stations).utf8))
        }
        #expect(try await source.fetch(zones, from: noon, now: noon) == [])
    }

    @Test func leavesOutFlaggedThinAndImpossibleHours() async throws {
        let hours = [
            hour(noon - 5 * 3600, "1", isFlagged: true), hour(noon - 4 * 3600, "2", percent: 74),
            hour(noon - 3 * 3600, "-999"), hour(noon - 2 * 3600, "4", percent: 75),
        ]
        let source = source { query in
            HTTPAnswer(
                body: Array(
                    (query.path == "/v3/locations"
                        ? page([station(2, latitude: 34.1, sensors: [(21, "pm25", "µg/m³")])]) : page(hours)).utf8))
        }
        let fetched = try await source.fetch([zones[0]], from: noon - 86_400, now: noon)
        #expect(fetched.map { $0.values.map(\.value) } == [[4]])
        #expect(fetched.map(\.leftOut) == [3])
    }

    @Test func aUnitThatChangesUnderwayIsAFault() async throws {
        let source = source { query in
            HTTPAnswer(
                body: Array(
                    (query.path == "/v3/locations"
                        ? page([station(2, latitude: 34.1, sensors: [(21, "pm25", "µg/m³")])])
                        : page([hour(noon - 3600, "5", units: "ppm")])).utf8))
        }
        await #expect(
            throws: ConnectorError.unexpected("Sensor 21 gives pm25 in ppm; expected pm25 in µg/m³.")
        ) { try await source.fetch([zones[0]], from: noon - 7200, now: noon) }
    }

    @Test func waitsForTheLimitToBecomeWholeButNotForHours() async throws {
        let pauses = Mutex<[Int64]>([])
        let empty = Array(page([]).utf8)
        for (reset, isWaitedFor) in [(Int64(58), true), (3000, false)] {
            let source = source { _ in
                HTTPAnswer(body: empty, remaining: .init(requests: 0, resetSeconds: reset))
            } pause: { seconds in
                pauses.withLock { $0.append(seconds) }
            }
            do {
                _ = try await source.fetch(zones, from: noon, now: noon)
                #expect(isWaitedFor)
            } catch let error as ConnectorError {
                #expect(!isWaitedFor && error == .overLimit(retryAfterSeconds: reset))
            }
        }
        #expect(pauses.withLock { $0 } == [58])
    }

    @Test func namesWhatIsMissing() async throws {
        let source = source { _ in HTTPAnswer(body: Array(#"{"meta":{},"results":[{"id":1}]}"#.utf8)) }
        await #expect(throws: ConnectorError.unexpected("“results[0].isMobile” is missing.")) {
            try await source.fetch(zones, from: noon, now: noon)
        }
    }
}
