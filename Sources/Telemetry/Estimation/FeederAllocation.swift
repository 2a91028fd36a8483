public import GridModel

/// What a feeder's meter read beyond its other meters, shared out among those that are missing.
///
/// E_m(i) = max(0, T(i) − Σ E_k(i)) · w_m / Σ w over the missing meters, with the weights the meters' mean energies of
/// the days before. Losses between the feeder's meter and the others fall to the missing ones: with few of many
/// missing, their estimates come out high (docs/algorithms/vee.md).
public enum FeederAllocation {
    /// - Parameters:
    ///   - total: the feeder's energy of each interval, kWh; nil: not read.
    ///   - others: the energy of each interval that the other meters of the feeder read, kWh; nil: some that is
    ///     not itself estimated here did not read it.
    ///   - weight: of the estimated meter.
    ///   - weights: of all meters that are missing, the estimated one among them.
    public static func readings(
        from start: Timestamp, intervalSeconds: Int64, total: [Double?], others: [Double?], weight: Double,
        weights: Double
    ) -> [Reading] {
        guard weights > 0, weight >= 0 else { return [] }
        return zip(total, others).enumerated().compactMap { index, pair in
            guard let total = pair.0, let others = pair.1 else { return nil }
            return Reading(
                start: start + Int64(index) * intervalSeconds, value: max(0, total - others) * weight / weights,
                quality: .estimated)
        }
    }
}
