/// What a series measures, with the one unit it is stored in.
public enum Quantity: String, CaseIterable, Sendable, Codable {
    /// Energy taken from the grid in the interval (A+), kWh.
    case activeEnergyImport
    /// Energy fed into the grid in the interval (A−), kWh.
    case activeEnergyExport
    /// Mean power an area draws, consumption less generation, kW.
    case netLoad
    /// Mean power consumed in an area, kW.
    case consumption
    /// Mean power generated in an area, kW.
    case generation
    case temperature
    case relativeHumidity
    case globalIrradiance
    case directIrradiance

    /// The unit's symbol as shown to people.
    public var unit: String {
        switch self {
        case .activeEnergyImport, .activeEnergyExport: "kWh"
        case .netLoad, .consumption, .generation: "kW"
        case .temperature: "°C"
        case .relativeHumidity: "%"
        case .globalIrradiance, .directIrradiance: "W/m²"
        }
    }

    /// Values that a sound instrument can give; outside, a reading is refused.
    public var plausibleRange: ClosedRange<Double> {
        switch self {
        case .activeEnergyImport, .activeEnergyExport: 0...1e9
        case .netLoad: -1e9...1e9
        case .consumption, .generation: 0...1e9
        case .temperature: -90...65
        case .relativeHumidity: 0...100
        case .globalIrradiance, .directIrradiance: 0...1500
        }
    }
}
