import Foundation
public import GridModel

/// Asks OpenAQ (https://docs.openaq.org, version 3) which stations lie around the zones, and for the hours that the
/// best of them measured.
public struct OpenAQ: Sendable {
    static let pageSize = 1000
    /// Stations or hours of one question: a provider that never ends must end here.
    static let longestPages = 20
    /// An hour with fewer of its expected samples says too little (the usual rule of air quality: three quarters).
    static let leastPercent = 75.0
    /// Longer than this a poll does not wait for the provider's limit to become whole again.
    private static let longestPauseSeconds: Int64 = 90

    private let key: String
    private let radiusKm: Double
    private let get: @Sendable (HTTPQuery) async throws -> HTTPAnswer
    private let pause: @Sendable (Int64) async throws -> Void

    /// - Parameter pause: waits so many seconds, for the provider's limit; tests do not.
    public init(
        key: String, radiusKm: Double, get: @escaping @Sendable (HTTPQuery) async throws -> HTTPAnswer,
        pause: @escaping @Sendable (Int64) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.key = key
        self.radiusKm = radiusKm
        self.get = get
        self.pause = pause
    }

    /// - Returns: hours that begin at `from` or later and have ended by `now`, with quality `measured`. One instrument
    ///   may speak for several zones; it is asked once.
    /// - Throws: `ConnectorError`, or what `get` throws.
    public func fetch(_ places: [ZonePlace], from: Timestamp, now: Timestamp) async throws -> [FetchedValues] {
        let choice = StationChoice(try await locations(around: places), radiusKm: radiusKm, now: now)
        var hours: [Int64: (readings: [Reading], leftOut: Int)] = [:]
        var fetched: [FetchedValues] = []
        for place in places {
            for (quantity, sensor) in choice.sensors(for: place.place).sorted(by: { $0.value < $1.value }) {
                let known: (readings: [Reading], leftOut: Int)
                if let found = hours[sensor] {
                    known = found
                } else {
                    known = try await self.hours(of: sensor, quantity, from: from, to: now)
                    hours[sensor] = known
                }
                fetched.append(
                    FetchedValues(
                        zone: place.zone, quantity: quantity, values: known.readings, instrument: sensor,
                        leftOut: known.leftOut))
            }
        }
        return fetched
    }

    private func locations(around places: [ZonePlace]) async throws -> [OpenAQLocation] {
        guard let box = BoundingBox(places.map(\.place), marginKm: radiusKm) else { return [] }
        return try await pages("/v3/locations", [.init("bbox", box.text)])
    }

    private func hours(
        of sensor: Int64, _ quantity: Quantity, from: Timestamp, to: Timestamp
    ) async throws -> (readings: [Reading], leftOut: Int) {
        let hours: [OpenAQHour] = try await pages(
            "/v3/sensors/\(sensor)/hours", [.init("datetime_from", from.iso8601), .init("datetime_to", to.iso8601)])
        var readings: [Timestamp: Reading] = [:]
        var leftOut = 0
        for hour in hours {
            guard OpenAQParameter.quantity(hour.parameter) == quantity else {
                throw ConnectorError.unexpected(
                    "Sensor \(sensor) gives \(hour.parameter.name) in \(hour.parameter.units); expected "
                        + "\(quantity.rawValue) in \(quantity.unit).")
            }
            let (start, end) = (hour.period.datetimeFrom.utc, hour.period.datetimeTo.utc)
            guard end - start == HourlySeries.secondsPerHour, start.isAligned(toMultipleOf: HourlySeries.secondsPerHour)
            else {
                throw ConnectorError.unexpected("Sensor \(sensor) gives \(start) to \(end), which is no whole hour.")
            }
            guard let value = hour.value, start >= from, end <= to else { continue }
            guard !hour.flagInfo.hasFlags, (hour.coverage?.percentComplete ?? 100) >= Self.leastPercent,
                quantity.plausibleRange.contains(value)
            else {
                leftOut += 1
                continue
            }
            readings[start] = Reading(start: start, value: value, quality: .measured)
        }
        return (readings.values.sorted { $0.start < $1.start }, leftOut)
    }

    /// Every page of a list.
    private func pages<Item: Decodable>(_ path: String, _ parameters: [HTTPQuery.Parameter]) async throws -> [Item] {
        var items: [Item] = []
        for page in 1...Self.longestPages {
            let answer = try await get(
                HTTPQuery(
                    path: path,
                    parameters: parameters + [.init("limit", String(Self.pageSize)), .init("page", String(page))],
                    headers: [.init("X-API-Key", key)]))
            let found: OpenAQPage<Item> = try JSONAnswer.decode(answer.body)
            guard found.results.count <= Self.pageSize else {
                throw ConnectorError.unexpected("A page has more than \(Self.pageSize) entries.")
            }
            items += found.results
            if let limit = answer.remaining, limit.requests <= 0 { try await wait(limit.resetSeconds) }
            if found.results.count < Self.pageSize { return items }
        }
        throw ConnectorError.unexpected("“\(path)” has more than \(Self.longestPages) pages.")
    }

    private func wait(_ seconds: Int64) async throws {
        guard seconds <= Self.longestPauseSeconds else {
            throw ConnectorError.overLimit(retryAfterSeconds: seconds)
        }
        try await pause(seconds)
    }
}

/// The places of the zones with a margin around them, in degrees.
private struct BoundingBox {
    private static let kmOfADegree = 111.2

    private let west: Double
    private let south: Double
    private let east: Double
    private let north: Double

    /// Nil for no places. A city on the 180th meridian would need two boxes; it gets the one on its western side.
    init?(_ places: [Coordinate], marginKm: Double) {
        guard let south = places.map(\.latitude).min(), let north = places.map(\.latitude).max(),
            let west = places.map(\.longitude).min(), let east = places.map(\.longitude).max()
        else { return nil }
        let margin = marginKm / Self.kmOfADegree
        let stretch = max(0.01, cos(max(abs(south), abs(north)) * .pi / 180))
        self.south = max(-90, south - margin)
        self.north = min(90, north + margin)
        self.west = max(-180, west - margin / stretch)
        self.east = min(180, east + margin / stretch)
    }

    /// West, south, east, north: RFC 7946's order.
    var text: String { [west, south, east, north].map(OpenMeteo.degrees).joined(separator: ",") }
}
