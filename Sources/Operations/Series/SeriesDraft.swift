package import GridModel

/// A measured series that is to be: what it measures, of what, and how often.
package struct SeriesDraft: Hashable, Sendable {
    /// A zone or an asset, by number or by its code.
    package enum Place: Hashable, Sendable {
        case number(Int64)
        case code(String)
    }

    /// The name other systems know it by; unique within the tenant.
    package let externalName: String
    /// What people see; nil: made of the asset and the quantity.
    package let name: String?
    package let kind: SubjectKind
    package let place: Place
    package let quantity: Quantity
    package let intervalSeconds: Int64

    package init(
        externalName: String, name: String?, kind: SubjectKind, place: Place, quantity: Quantity,
        intervalSeconds: Int64
    ) {
        self.externalName = externalName
        self.name = name
        self.kind = kind
        self.place = place
        self.quantity = quantity
        self.intervalSeconds = intervalSeconds
    }

    var faults: [SeriesRefusal.Fault] {
        var faults: [SeriesRefusal.Fault] = []
        if !Self.isName(externalName) {
            faults.append(
                .init(field: "externalName", message: "Not a name.", expected: "1 to 200 printable characters"))
        }
        if let name, !Self.isName(name) {
            faults.append(.init(field: "name", message: "Not a name.", expected: "1 to 200 printable characters"))
        }
        if !Series.acceptedIntervalSeconds.contains(intervalSeconds) {
            let accepted = Series.acceptedIntervalSeconds.sorted().map(String.init).joined(separator: ", ")
            faults.append(
                .init(
                    field: "intervalSeconds", message: "\(intervalSeconds) s is no interval length of the platform.",
                    expected: "one of \(accepted)"))
        }
        if !kind.accepted.contains(quantity) {
            faults.append(
                .init(
                    field: "quantity", message: "A \(kind.rawValue) has no measured \(quantity.rawValue).",
                    expected: "one of \(kind.accepted.map(\.rawValue).joined(separator: ", "))"))
        }
        return faults
    }

    private static func isName(_ text: String) -> Bool {
        (1...200).contains(text.count) && text.contains { !$0.isWhitespace }
            && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}

extension SubjectKind {
    /// What can be measured of it. A zone's powers are computed by the platform, so only its boundary's energy can.
    fileprivate var accepted: [Quantity] {
        let energies: [Quantity] = [.activeEnergyImport, .activeEnergyExport]
        let weather: [Quantity] = [.temperature, .relativeHumidity, .globalIrradiance, .directIrradiance]
        return switch self {
        case .loadPoint, .generator, .meter: energies
        case .zone: energies + weather
        case .substation: energies + [.netLoad] + weather
        case .feeder, .transformer, .line, .networkSwitch: energies + [.netLoad]
        case .node: energies + [.netLoad] + weather
        case .weatherStation: weather
        }
    }
}

/// Why a series cannot be made; nothing was stored.
package enum SeriesRefusal: Error, Hashable, CustomStringConvertible {
    package struct Fault: Hashable, Sendable {
        package let field: String
        package let message: String
        package let expected: String
    }

    case invalid([Fault])
    case nameIsTaken(String)

    package var description: String {
        switch self {
        case .invalid(let faults):
            faults.map { "\($0.field): \($0.message) Expected \($0.expected)." }.joined(separator: "\n")
        case .nameIsTaken(let name): "There is a series “\(name)” already."
        }
    }
}
