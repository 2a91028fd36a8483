/// The accuracy class of an energy meter: the greatest percentage error it may have between its reference current
/// and its maximum current at unity power factor (IEC 62053-21 for 1 and 2, IEC 62053-22 for 0.2 S and 0.5 S).
public struct MeterClass: Hashable, Sendable {
    public let limitPercent: Double

    public init(limitPercent: Double) {
        self.limitPercent = limitPercent
    }

    /// Where a feeder, a substation or a transformer is measured: 0.5 S.
    public static let boundary = MeterClass(limitPercent: 0.5)
    /// Where a customer or a plant is measured: 1.
    public static let connection = MeterClass(limitPercent: 1)

    /// The standard uncertainty of an energy, as a share of it: a limit without a known distribution is taken as
    /// rectangular (JCGM 100:2008, GUM, 4.3.7). It is the same error in every hour of one meter.
    public var standardUncertaintyShare: Double { limitPercent / 100 / 3.0.squareRoot() }
}
