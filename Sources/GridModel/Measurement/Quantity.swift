/// What a series measures, with the one unit it is stored in.
public enum Quantity: String, CaseIterable, Sendable, Codable {
    /// Energy taken from the grid in the interval (A+), kWh.
    case activeEnergyImport
    /// Energy fed into the grid in the interval (A−), kWh.
    case activeEnergyExport
    /// The stand of a meter's register of energy taken (A+) at the interval's end, kWh; it only ever grows.
    case activeEnergyImportRegister
    /// The stand of a meter's register of energy fed in (A−) at the interval's end, kWh; it only ever grows.
    case activeEnergyExportRegister
    /// Mean power an area draws, consumption less generation, kW.
    case netLoad
    /// Mean power consumed in an area, kW.
    case consumption
    /// Mean power generated in an area, kW.
    case generation
    case temperature
    case relativeHumidity
    case globalIrradiance
    /// Of the direct beam, on a surface that faces the sun.
    case directIrradiance
    /// At 10 m above ground.
    case windSpeed
    /// Particles up to 2.5 µm.
    case pm25
    /// Particles up to 10 µm.
    case pm10
    case nitrogenDioxide
    case ozone
    /// The European Environment Agency's index: 0 is best, beyond 100 extremely poor.
    case europeanAirQualityIndex
    /// The US EPA's index: 0 is best, beyond 300 hazardous.
    case usAirQualityIndex

    /// The unit's symbol as shown to people.
    public var unit: String {
        switch self {
        case .activeEnergyImport, .activeEnergyExport, .activeEnergyImportRegister, .activeEnergyExportRegister: "kWh"
        case .netLoad, .consumption, .generation: "kW"
        case .temperature: "°C"
        case .relativeHumidity: "%"
        case .globalIrradiance, .directIrradiance: "W/m²"
        case .windSpeed: "m/s"
        case .pm25, .pm10, .nitrogenDioxide, .ozone: "µg/m³"
        case .europeanAirQualityIndex: "EAQI"
        case .usAirQualityIndex: "USAQI"
        }
    }

    /// Values that a sound instrument can give; outside, a reading is refused.
    public var plausibleRange: ClosedRange<Double> {
        switch self {
        case .activeEnergyImport, .activeEnergyExport: 0...1e9
        case .activeEnergyImportRegister, .activeEnergyExportRegister: 0...1e12
        case .netLoad: -1e9...1e9
        case .consumption, .generation: 0...1e9
        case .temperature: -90...65
        case .relativeHumidity: 0...100
        case .globalIrradiance, .directIrradiance: 0...1500
        // The strongest gust ever measured was 113 m/s.
        case .windSpeed: 0...120
        case .pm25, .pm10: 0...20_000
        case .nitrogenDioxide, .ozone: 0...5000
        case .europeanAirQualityIndex, .usAirQualityIndex: 0...2000
        }
    }

    /// Whether it is weather or air quality: part of no load.
    public var isEnvironmental: Bool {
        switch self {
        case .activeEnergyImport, .activeEnergyExport, .activeEnergyImportRegister, .activeEnergyExportRegister,
            .netLoad,
            .consumption, .generation:
            false
        case .temperature, .relativeHumidity, .globalIrradiance, .directIrradiance, .windSpeed, .pm25, .pm10,
            .nitrogenDioxide, .ozone, .europeanAirQualityIndex, .usAirQualityIndex:
            true
        }
    }

    /// A cumulative stand, whose differences are the energy: see `registered`.
    public var isRegister: Bool { registered != nil }

    /// The energy per interval that a register counts; nil for what is no register.
    public var registered: Quantity? {
        switch self {
        case .activeEnergyImportRegister: .activeEnergyImport
        case .activeEnergyExportRegister: .activeEnergyExport
        default: nil
        }
    }
}
