public import GridModel

/// Asks Open-Meteo for the hours of many places at once: those past (the models' analysis) and those to come.
///
/// https://open-meteo.com/en/docs and …/air-quality-api. Times are asked for as Unix seconds, so no clock change
/// can confuse them, and units in SI.
public struct OpenMeteo: Sendable {
    /// Places in a request: more would make its URL too long for some proxies.
    static let placesAtOnce = 50
    /// Open-Meteo counts a request for longer as several.
    private static let daysOfACall: Int64 = 14
    private static let variablesOfACall = 10
    /// Its answers name the grid cell's centre; those of the coarsest model lie 45 km apart.
    private static let toleratedDegrees = 1.0

    private let path: String
    private let variables: [OpenMeteoVariable]
    /// Whole days to come, beside today.
    private let forecastDays: Int
    private let key: String?
    private let get: @Sendable (HTTPQuery) async throws -> HTTPAnswer

    /// - Parameter key: of a customer; nil for the free service, which is for non-commercial use.
    public static func weather(
        key: String?, get: @escaping @Sendable (HTTPQuery) async throws -> HTTPAnswer
    ) -> OpenMeteo {
        OpenMeteo(path: "/v1/forecast", variables: OpenMeteoVariable.weather, forecastDays: 7, key: key, get: get)
    }

    /// Of the Copernicus models, which look four days ahead.
    public static func airQuality(
        key: String?, get: @escaping @Sendable (HTTPQuery) async throws -> HTTPAnswer
    ) -> OpenMeteo {
        OpenMeteo(path: "/v1/air-quality", variables: OpenMeteoVariable.airQuality, forecastDays: 4, key: key, get: get)
    }

    private init(
        path: String, variables: [OpenMeteoVariable], forecastDays: Int, key: String?,
        get: @escaping @Sendable (HTTPQuery) async throws -> HTTPAnswer
    ) {
        self.path = path
        self.variables = variables
        self.forecastDays = forecastDays
        self.key = key
        self.get = get
    }

    /// The quantities that `fetch` gives, for each place one of each.
    public var quantities: [Quantity] { variables.map(\.quantity) }

    /// - Parameters:
    ///   - from: the first hour wanted; the UTC day it lies in is asked for.
    ///   - now: hours to come are counted from here.
    /// - Returns: hours that begin at `from` or later, with quality `calculated`: a model's analysis measures nothing.
    /// - Throws: `ConnectorError`, or what `get` throws.
    public func fetch(_ places: [ZonePlace], from: Timestamp, now: Timestamp) async throws -> [FetchedValues] {
        var fetched: [FetchedValues] = []
        for start in stride(from: 0, to: places.count, by: Self.placesAtOnce) {
            let some = Array(places[start..<min(start + Self.placesAtOnce, places.count)])
            let answer = try await get(query(some, from: from, now: now))
            let answers = try OpenMeteoAnswer.decode(answer.body, count: some.count)
            for (place, answer) in zip(some, answers) { fetched += try values(of: answer, place, from: from) }
        }
        return fetched
    }

    func query(_ places: [ZonePlace], from: Timestamp, now: Timestamp) -> HTTPQuery {
        let today = now.utcDate
        // A mean of the hour before stands at the hour's end: the day's last comes with the next day.
        let (first, last) = (from.utcDate, today.adding(days: forecastDays))
        let days = last.daysSinceEpoch - first.daysSinceEpoch + 1
        var parameters: [HTTPQuery.Parameter] = [
            .init("latitude", places.map { Self.degrees($0.place.latitude) }.joined(separator: ",")),
            .init("longitude", places.map { Self.degrees($0.place.longitude) }.joined(separator: ",")),
            .init("hourly", variables.map(\.name).joined(separator: ",")),
            .init("start_date", first.description), .init("end_date", last.description),
            .init("timeformat", "unixtime"), .init("timezone", "GMT"), .init("wind_speed_unit", "ms"),
        ]
        if let key { parameters.append(.init("apikey", key)) }
        let weight =
            max(1, Int((days + Self.daysOfACall - 1) / Self.daysOfACall))
            * max(1, (variables.count + Self.variablesOfACall - 1) / Self.variablesOfACall)
        return HTTPQuery(path: path, parameters: parameters, calls: places.count * weight)
    }

    private func values(of answer: OpenMeteoAnswer, _ place: ZonePlace, from: Timestamp) throws -> [FetchedValues] {
        guard abs(answer.latitude - place.place.latitude) <= Self.toleratedDegrees,
            abs(answer.longitude - place.place.longitude) <= Self.toleratedDegrees
        else {
            throw ConnectorError.unexpected(
                "It is for \(answer.latitude), \(answer.longitude), which was not asked for.")
        }
        let times = try answer.times()
        return try variables.map { variable in
            let column = try answer.column(variable, count: times.count)
            var (readings, leftOut): ([Reading], Int) = ([], 0)
            for (time, value) in zip(times, column) {
                let start = variable.start(time)
                guard let value, start >= from else { continue }
                guard variable.quantity.plausibleRange.contains(value) else {
                    leftOut += 1
                    continue
                }
                readings.append(Reading(start: start, value: value, quality: .calculated))
            }
            return FetchedValues(zone: place.zone, quantity: variable.quantity, values: readings, leftOut: leftOut)
        }
    }

    /// Four decimals, about ten metres.
    static func degrees(_ value: Double) -> String {
        let units = Int64((abs(value) * 10_000).rounded())
        let fraction = String(units % 10_000)
        let sign = value < 0 && units > 0 ? "-" : ""
        return sign + "\(units / 10_000)." + String(repeating: "0", count: 4 - fraction.count) + fraction
    }
}
