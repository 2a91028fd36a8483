public import GridModel
import Telemetry

/// The unit of a file's values.
public enum ReadingsUnit: String, CaseIterable, Sendable, Codable {
    /// The unit that the series is stored in.
    case asStored
    case wattHours = "Wh"
    case kilowattHours = "kWh"
    case megawattHours = "MWh"
    case watts = "W"
    case kilowatts = "kW"
    case megawatts = "MW"

    /// Whether values of this unit can become values of a series of that quantity.
    public func fits(_ quantity: Quantity) -> Bool {
        switch self {
        case .asStored: true
        case .wattHours, .kilowattHours, .megawattHours: quantity.isEnergy
        case .watts, .kilowatts, .megawatts: quantity.unit == "kW"
        }
    }

    /// The value in kWh or kW.
    func stored(_ value: Double) -> Double {
        switch self {
        case .asStored, .kilowattHours, .kilowatts: value
        // Dividing keeps a decimal a decimal; multiplying by 0.001 would not.
        case .wattHours, .watts: value / 1000
        case .megawattHours, .megawatts: value * 1000
        }
    }
}
