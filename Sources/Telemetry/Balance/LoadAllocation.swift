/// An hour's energy of an area, split into what its meters measured, what is lost and what is left for those
/// without a meter, Wh.
///
/// `input = metered + losses + allocated + unallocated`, exactly.
public struct LoadAllocation: Hashable, Sendable {
    /// Over the boundary, import less export.
    public let inputWh: Int64
    /// Consumption less generation of those that are metered.
    public let meteredWh: Int64
    /// Assumed, never more than what is left.
    public let lossesWh: Int64
    /// Of each target, at least 0.
    public let parts: [Int64]
    /// What could not be given to anybody: below 0 when the meters measured more than went in.
    public let unallocatedWh: Int64

    public var allocatedWh: Int64 { parts.reduce(0, +) }

    /// - Parameters:
    ///   - lossesPercent: of the input, assumed as lost.
    ///   - weights: of those without a meter, at least 0 each.
    public init(inputWh: Int64, meteredWh: Int64, lossesPercent: Double, weights: [Double]) {
        self.inputWh = inputWh
        self.meteredWh = meteredWh
        let left = inputWh - meteredWh
        let assumed = Int64((Double(max(0, inputWh)) * lossesPercent / 100).rounded())
        lossesWh = min(assumed, max(0, left))
        let rest = left - lossesWh
        parts = WattHourSplit.parts(of: max(0, rest), weights: weights) ?? weights.map { _ in 0 }
        unallocatedWh = rest - parts.reduce(0, +)
    }
}
