import GridModel

/// The parameters of OpenAQ that are taken, by their names there.
enum OpenAQParameter {
    static let quantities: [String: Quantity] = [
        "pm25": .pm25, "pm10": .pm10, "no2": .nitrogenDioxide, "o3": .ozone,
    ]

    /// Nil for another parameter, and for one in another unit: ppm to µg/m³ depends on temperature and pressure, which
    /// the answer does not tell.
    static func quantity(_ parameter: OpenAQLocation.Parameter) -> Quantity? {
        guard let quantity = quantities[parameter.name], parameter.units.withMicroSign == quantity.unit else {
            return nil
        }
        return quantity
    }
}
