import GridModel

/// The columns of the demo's weather file.
enum DemoWeather {
    static let quantities: [String: Quantity] = [
        "temperature_c": .temperature, "relative_humidity_pct": .relativeHumidity,
        "global_horizontal_w_m2": .globalIrradiance, "direct_normal_w_m2": .directIrradiance,
    ]

    /// The external name of the series that a quantity is stored in.
    static func seriesName(of quantity: Quantity) -> String { "weather.\(quantity.rawValue)" }
}
