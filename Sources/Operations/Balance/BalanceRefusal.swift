/// Why a balance or an allocation cannot be drawn.
package enum BalanceRefusal: Error, Hashable, CustomStringConvertible {
    /// There is another way in for the energy.
    case meshed(name: String)
    /// So many meters over so many hours are more than one answer may take.
    case tooMuch(meterHours: Int, limit: Int)
    case nothingEnded
    case tooLong(days: Int)

    package var description: String {
        switch self {
        case .meshed(let name):
            "What lies below \(name) is fed another way as well, as the switches stand: its measurement alone is no balance."
        case .tooMuch(let meterHours, let limit):
            "That is \(meterHours) meter hours; one answer takes at most \(limit). Ask for a shorter time or a smaller area."
        case .nothingEnded: "No whole hour of that time has ended."
        case .tooLong(let days): "One answer takes at most \(days) days of that resolution."
        }
    }
}
