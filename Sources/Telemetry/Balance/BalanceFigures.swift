public import GridModel

/// The energy that went into an area and came out of it in a stretch of time, kWh.
///
/// Only hours count in which the boundary was measured whole. Input is what came over the boundary and what was
/// generated inside; output what was consumed inside and what left over the boundary.
public struct BalanceFigures: Hashable, Sendable {
    public let span: TimeSpan
    /// Hours of the stretch that have ended.
    public internal(set) var hours = 0
    /// Those with a whole boundary measurement: the figures are of these.
    public internal(set) var coveredHours = 0
    public internal(set) var importKWh = 0.0
    public internal(set) var exportKWh = 0.0
    public internal(set) var consumptionKWh = 0.0
    public internal(set) var generationKWh = 0.0
    /// How much of consumption and generation is estimated.
    public internal(set) var estimatedKWh = 0.0
    /// Meters with an estimated hour.
    public internal(set) var estimatedMeters = 0
    /// Load points without a meter, or whose meter was silent in some hour and cannot be estimated.
    public internal(set) var missingLoads = 0
    /// The same of generators.
    public internal(set) var missingGenerators = 0
    /// Variances, kWh².
    var classVariance = 0.0
    var estimateVariance = 0.0

    public init(span: TimeSpan) {
        self.span = span
    }

    public var inputKWh: Double { importKWh + generationKWh }
    public var outputKWh: Double { consumptionKWh + exportKWh }
    /// With missing load points, their consumption is in it.
    public var lossesKWh: Double { inputKWh - outputKWh }
    /// Of the input; nil without any.
    public var lossesPercent: Double? { inputKWh > 0 ? 100 * lossesKWh / inputKWh : nil }
    /// Half the width of the interval that the losses lie in with a probability of about 95 % (coverage factor 2,
    /// JCGM 100:2008, 6.2), kWh; what missing meters would add is not in it.
    public var uncertaintyKWh: Double { 2 * (classVariance + estimateVariance).squareRoot() }
    /// The part of it that comes from estimates alone, kWh.
    public var estimateUncertaintyKWh: Double { 2 * estimateVariance.squareRoot() }
}
