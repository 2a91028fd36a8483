import GridModel

/// An hourly variable of Open-Meteo, what it is here, and how its values lie in time.
struct OpenMeteoVariable: Hashable, Sendable {
    enum Timing: Sendable {
        /// The state at the hour: it stands for the hour that begins then.
        case instant
        /// The mean of the hour before.
        case precedingHour
    }

    /// As the API calls it.
    let name: String
    let quantity: Quantity
    /// As `hourly_units` must name it.
    let unit: String
    let timing: Timing

    private init(_ name: String, _ quantity: Quantity, unit: String? = nil, _ timing: Timing = .instant) {
        self.name = name
        self.quantity = quantity
        self.unit = unit ?? quantity.unit
        self.timing = timing
    }

    static let weather: [OpenMeteoVariable] = [
        .init("temperature_2m", .temperature), .init("relative_humidity_2m", .relativeHumidity),
        .init("shortwave_radiation", .globalIrradiance, .precedingHour),
        .init("direct_normal_irradiance", .directIrradiance, .precedingHour), .init("wind_speed_10m", .windSpeed),
    ]

    static let airQuality: [OpenMeteoVariable] = [
        .init("pm2_5", .pm25), .init("pm10", .pm10), .init("nitrogen_dioxide", .nitrogenDioxide),
        .init("ozone", .ozone), .init("european_aqi", .europeanAirQualityIndex), .init("us_aqi", .usAirQualityIndex),
    ]

    /// Where the interval begins whose value the API gives at `time`.
    func start(_ time: Timestamp) -> Timestamp {
        switch timing {
        case .instant: time
        case .precedingHour: time - HourlySeries.secondsPerHour
        }
    }
}

extension String {
    /// The micro sign and the Greek mu look alike and mean the same: one of them for both.
    var withMicroSign: String { String(map { $0 == "\u{3BC}" ? "\u{B5}" : $0 }) }
}
