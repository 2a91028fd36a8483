/// Empirical quantiles with linear interpolation (Hyndman & Fan 1996, type 7).
enum Quantile {
    /// Nil for no values. `level` is 0…1.
    static func of(sorted values: [Double], _ level: Double) -> Double? {
        guard let last = values.indices.last else { return nil }
        let position = level * Double(last)
        let lower = Int(position)
        let upper = min(lower + 1, last)
        return values[lower] + (values[upper] - values[lower]) * (position - Double(lower))
    }
}
