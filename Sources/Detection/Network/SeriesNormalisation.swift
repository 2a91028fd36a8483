import Foundation

/// How a series' features are brought to the same scale: less the median, over a robust spread.
struct SeriesNormalisation: Sendable, Hashable {
    /// One per feature.
    var center: [Float]
    var scale: [Float]

    /// Normalised features are kept within ± this.
    static let limit: Float = 30

    init(center: [Float], scale: [Float]) {
        self.center = center
        self.scale = scale
    }

    /// - Parameter rows: judged hours' features, `ContextFeatures.count` each.
    init(rows: [Float]) {
        center = []
        scale = []
        for feature in 0..<ContextFeatures.count {
            var values = stride(from: feature, to: rows.count, by: ContextFeatures.count).map { Double(rows[$0]) }
            let median = Robust.median(&values)
            let quartiles = Robust.quantile(sorted: values, 0.75) - Robust.quantile(sorted: values, 0.25)
            // Runs of equal values are mostly 0: their quartiles say nothing.
            let floor = feature == ContextFeatures.equalValues ? 0.3 : 0.05
            center.append(Float(median))
            scale.append(Float(max(quartiles / 1.349, floor)))
        }
    }

    /// The middle of several series', for a series that the model has not seen.
    init(typicalOf all: [SeriesNormalisation]) {
        func middle(_ column: (SeriesNormalisation) -> Float) -> Float {
            var values = all.map { Double(column($0)) }
            return Float(Robust.median(&values))
        }
        center = (0..<ContextFeatures.count).map { feature in middle { $0.center[feature] } }
        scale = (0..<ContextFeatures.count).map { feature in middle { $0.scale[feature] } }
    }

    func normalised(_ value: Float, feature: Int) -> Float {
        max(-Self.limit, min(Self.limit, (value - center[feature]) / scale[feature]))
    }
}
