import GridModel
import Persistence

/// Adds series up to zones and keeps the worst of them, in memory bounded by the zones and the worst kept.
struct QualityTally {
    private let worstKept: Int
    private var byZone: [ZoneID?: QualityRecord] = [:]
    /// The worst first.
    private(set) var worst: [MeterQuality] = []

    init(worstKept: Int) {
        self.worstKept = worstKept
    }

    mutating func add(_ series: SeriesQuality) {
        let meter = MeterQuality(series)
        byZone[series.zone, default: .none] = (byZone[series.zone] ?? .none) + meter.figures
        guard worstKept > 0, (meter.figures.completeness ?? 1) < 1 || meter.figures.late > 0 else { return }
        if worst.count == worstKept, let best = worst.last, !Self.isWorse(meter, best) { return }
        worst.insert(meter, at: worst.firstIndex { Self.isWorse(meter, $0) } ?? worst.count)
        if worst.count > worstKept { worst.removeLast() }
    }

    func figures(of zone: ZoneID?) -> QualityRecord { byZone[zone] ?? .none }

    /// In the order of their ids, the meters outside zones last.
    func zones(openFindings: [ZoneID?: Int]) -> [ZoneQuality] {
        byZone.sorted { ($0.key?.rawValue ?? .max) < ($1.key?.rawValue ?? .max) }.map {
            ZoneQuality(zone: $0.key, figures: $0.value, openFindings: openFindings[$0.key] ?? 0)
        }
    }

    /// By completeness, then by what came late, then by number.
    private static func isWorse(_ a: MeterQuality, _ b: MeterQuality) -> Bool {
        (a.figures.completeness ?? 1, -a.figures.late, a.series.rawValue)
            < (b.figures.completeness ?? 1, -b.figures.late, b.series.rawValue)
    }
}
