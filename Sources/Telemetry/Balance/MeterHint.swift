public import GridModel

/// A meter whose energy an area's residual goes with: worth a look, and no proof of anything.
public struct MeterHint: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Counted in `owner`, but its energy is missing in the residual there and left over in that of the other.
        case belongsTo(Subject)
        /// Counted in `owner`, where its energy seems not to flow; no neighbour's residual shows it.
        case foreign
        /// It seems to register so many times what flows through it.
        case registers(factor: Double)
    }

    public let series: SeriesID
    /// The area whose sum it is counted in.
    public let owner: Subject
    public let kind: Kind
    /// kWh of the owner's residual for each kWh of the meter: −1 when none of it flows there.
    public let slope: Double
    public let standardError: Double
    /// The same in the residual of the area it seems to belong to: 1 when all of it does.
    public let slopeThere: Double?
    /// Of a slope like this by chance, for this meter alone; hints are given below 1 % over all meters tried.
    public let probability: Double
    /// Hours compared.
    public let hours: Int
    public let metersTried: Int

    public init(
        series: SeriesID, owner: Subject, kind: Kind, slope: Double, standardError: Double, slopeThere: Double?,
        probability: Double, hours: Int, metersTried: Int
    ) {
        self.series = series
        self.owner = owner
        self.kind = kind
        self.slope = slope
        self.standardError = standardError
        self.slopeThere = slopeThere
        self.probability = probability
        self.hours = hours
        self.metersTried = metersTried
    }

    /// In a sentence for people.
    /// - Parameter name: what an area is called.
    public func sentence(_ name: (Subject) -> String) -> String {
        switch kind {
        case .belongsTo(let other):
            "The meter is counted in \(name(owner)), but its energy seems to flow in \(name(other))."
        case .foreign: "The meter is counted in \(name(owner)), but its energy seems not to flow there."
        case .registers(let factor):
            "The meter seems to register \((factor * 100).rounded() / 100) times what flows through it."
        }
    }
}
