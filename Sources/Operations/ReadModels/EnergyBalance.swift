package import GridModel
package import Telemetry

package enum BalanceResolution: String, CaseIterable, Sendable {
    case hour
    /// Local days.
    case day

    /// How long one answer may be.
    var maximumDays: Int {
        switch self {
        case .hour: 31
        case .day: 366
        }
    }
}

/// What is called an area here: a feeder, a substation, a transformer or a zone.
package struct AreaName: Hashable, Sendable {
    package let subject: Subject
    package let name: String

    package init(subject: Subject, name: String) {
        self.subject = subject
        self.name = name
    }
}

/// An area's measurement at its boundary against the sum of the meters inside.
package struct EnergyBalance: Hashable, Sendable {
    package let area: AreaName
    package let span: TimeSpan
    package let resolution: BalanceResolution
    package let boundarySeries: [SeriesID]
    package let meters: Int
    package let band: TechnicalLossBand
    package let total: BalanceFigures
    /// Empty without a boundary measurement.
    package let parts: [BalanceFigures]

    package init(
        area: AreaName, span: TimeSpan, resolution: BalanceResolution, boundarySeries: [SeriesID], meters: Int,
        band: TechnicalLossBand, total: BalanceFigures, parts: [BalanceFigures]
    ) {
        self.area = area
        self.span = span
        self.resolution = resolution
        self.boundarySeries = boundarySeries
        self.meters = meters
        self.band = band
        self.total = total
        self.parts = parts
    }
}

/// What an area's residual hints at.
package struct BalanceHints: Hashable, Sendable {
    package struct Named: Hashable, Sendable {
        package let hint: MeterHint
        package let meterName: String
        package let owner: AreaName
        /// Where it seems to belong.
        package let other: AreaName?

        package init(hint: MeterHint, meterName: String, owner: AreaName, other: AreaName?) {
            self.hint = hint
            self.meterName = meterName
            self.owner = owner
            self.other = other
        }
    }

    package let area: AreaName
    package let span: TimeSpan
    /// The areas it was held against.
    package let neighbours: [AreaName]
    package let metersTried: Int
    package let meters: Int
    package let hints: [Named]

    package init(
        area: AreaName, span: TimeSpan, neighbours: [AreaName], metersTried: Int, meters: Int, hints: [Named]
    ) {
        self.area = area
        self.span = span
        self.neighbours = neighbours
        self.metersTried = metersTried
        self.meters = meters
        self.hints = hints
    }
}

/// The balances of all areas of a kind that are measured, those that lose most first.
package struct BalanceRanking: Hashable, Sendable {
    package let span: TimeSpan
    package let balances: [EnergyBalance]
    /// Areas whose measurement is no balance, with why.
    package let withoutBalance: [Left]

    package struct Left: Hashable, Sendable {
        package let area: Subject
        package let reason: String

        package init(area: Subject, reason: String) {
            self.area = area
            self.reason = reason
        }
    }

    package init(span: TimeSpan, balances: [EnergyBalance], withoutBalance: [Left]) {
        self.span = span
        self.balances = balances
        self.withoutBalance = withoutBalance
    }
}
