/// Order statistics.
enum Robust {
    /// Sorts the values. NaN for none.
    static func median(_ values: inout [Double]) -> Double {
        values.sort()
        return quantile(sorted: values, 0.5)
    }

    /// With linear interpolation (Hyndman & Fan 1996, type 7). NaN for none.
    static func quantile(sorted values: [Double], _ level: Double) -> Double {
        guard let last = values.indices.last else { return .nan }
        let position = level * Double(last)
        let lower = Int(position)
        let upper = min(lower + 1, last)
        return values[lower] + (values[upper] - values[lower]) * (position - Double(lower))
    }
}
