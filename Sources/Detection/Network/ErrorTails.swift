import Foundation

/// How rare a reconstruction error is, feature by feature: minus the log of the share of training
/// hours with a larger one, continued beyond the 95th percentile as an exponential tail.
struct ErrorTails: Sendable, Hashable {
    /// The grid's steps in units of −log share: 0, 0.25 … 3 (5 %).
    static let step = 0.25
    static let knots = 13
    /// Knots, then the mean excess over the last.
    static let width = knots + 1

    /// `width` per feature.
    let table: [Float]

    init(table: [Float]) {
        self.table = table
    }

    /// - Parameter errors: absolute errors, `ContextFeatures.count` per hour.
    init(errors: [Float]) {
        var table: [Float] = []
        for feature in 0..<ContextFeatures.count {
            var values = stride(from: feature, to: errors.count, by: ContextFeatures.count).map { Double(errors[$0]) }
            values.sort()
            for knot in 0..<Self.knots {
                table.append(Float(Robust.quantile(sorted: values, 1 - exp(-Self.step * Double(knot)))))
            }
            let last = Double(table[table.count - 1])
            let excess = values.filter { $0 > last }.map { $0 - last }
            table.append(Float(max(0.1, excess.isEmpty ? 0 : excess.reduce(0, +) / Double(excess.count))))
        }
        self.table = table
    }

    /// −log of the share of hours with a larger error of this feature.
    func rarity(_ error: Float, feature: Int) -> Double {
        let base = feature * Self.width
        let last = base + Self.knots - 1
        if error >= table[last] {
            return Self.step * Double(Self.knots - 1) + Double((error - table[last]) / table[last + 1])
        }
        var knot = base
        while knot < last, table[knot + 1] <= error { knot += 1 }
        let gap = table[knot + 1] - table[knot]
        let part = gap > 0 ? max(0, Double((error - table[knot]) / gap)) : 0
        return Self.step * (Double(knot - base) + part)
    }
}
