package import GridModel
import Persistence
import Telemetry

extension BalanceQueries {
    /// Seasons and a load's habits change: a longer time makes nothing surer.
    private static let longestHintDays = 93

    /// Looks for meters that explain what an area loses or has too much.
    /// - Parameters:
    ///   - from: nil: 28 days before the end.
    ///   - to: nil: now.
    /// - Returns: nil when there is no such area.
    /// - Throws: `BalanceRefusal`, `DatabaseError`
    package func hints(about subject: Subject, from: Timestamp?, to: Timestamp?) async throws -> BalanceHints? {
        let window = try BalanceWindow(
            from: from, to: to, resolution: .day, defaultDays: 28, maximumDays: Self.longestHintDays, now: clock.now,
            calendar: calendar)
        return try await database.read(scope) { session in
            guard let area = try BalanceArea(subject, session) else { return nil }
            let neighbours = try Self.neighbours(of: area, session)
            var search = HintSearch(neighbours.count + 1)
            var budget = Self.greatestMeterHours
            for (place, one) in ([area] + neighbours).enumerated() {
                let sums = try Self.sums(of: one, over: window.span, parts: [], session, &budget) { series, meter in
                    search.add(series, meter, at: place)
                }
                search.add(one.subject, sums)
            }
            let names = Dictionary(uniqueKeysWithValues: ([area] + neighbours).map { ($0.subject, $0.name) })
            func named(_ subject: Subject) -> AreaName { AreaName(subject: subject, name: names[subject] ?? "") }
            let (hints, tried) = search.find()
            return BalanceHints(
                area: named(area.subject), span: window.span, neighbours: neighbours.map { named($0.subject) },
                metersTried: tried, meters: search.meters,
                hints: try hints.map { hint in
                    let series = try SeriesRepository(session).series(hint.series)
                    var other: AreaName?
                    if case .belongsTo(let subject) = hint.kind { other = named(subject) }
                    return BalanceHints.Named(
                        hint: hint, meterName: series?.name ?? "series \(hint.series)", owner: named(hint.owner),
                        other: other)
                })
        }
    }

    /// Measured areas of the same kind: those of the same zone first, then in the order of their numbers.
    private static func neighbours(of area: BalanceArea, _ session: TenantSession) throws -> [BalanceArea] {
        let others = try BalanceArea.measured(area.subject.kind, session).filter { $0 != area.subject }
        let zones = try others.map { subject in
            subject.kind == .zone ? nil : try AssetRepository(session).asset(AssetID(subject.id))?.zone
        }
        let sorted = zip(others, zones).sorted { a, b in
            let (first, second) = (a.1 == area.zone, b.1 == area.zone)
            return first != second ? first : a.0.id < b.0.id
        }
        var found: [BalanceArea] = []
        for (subject, _) in sorted where found.count < MeterHints.greatestNeighbours {
            // What is fed another way as well has no residual of its own.
            do { if let area = try BalanceArea(subject, session) { found.append(area) } } catch is BalanceRefusal {}
        }
        return found
    }
}

/// Collects what hints are looked for in, with the largest meters of the area and of its neighbours.
private struct HintSearch {
    private var areas: [MeterHints.Area] = []
    private var candidates: [[(size: Double, meter: MeterHints.Meter)]]
    /// All there are.
    private(set) var meters = 0

    init(_ count: Int) {
        candidates = Array(repeating: [], count: min(2, count))
    }

    mutating func add(_ series: Series, _ meter: MeterHours, at place: Int) {
        meters += 1
        let sign: Double = series.quantity == .activeEnergyExport ? -1 : 1
        // An estimated hour says nothing about the meter.
        let energies = zip(meter.energies, meter.estimatedShares).map { $1 > 0 ? .nan : sign * $0 }
        let size = energies.reduce(0) { $1.isNaN ? $0 : $0 + abs($1) }
        let side = min(1, place)
        candidates[side].append((size, MeterHints.Meter(series: series.id, owner: place, energies: energies)))
        if candidates[side].count > MeterHints.greatestMeters { cut(side) }
    }

    mutating func add(_ subject: Subject, _ sums: BalanceSums) {
        areas.append(MeterHints.Area(subject: subject, residuals: sums.residuals, inputs: sums.inputs))
    }

    mutating func find() -> (hints: [MeterHint], tried: Int) {
        for side in candidates.indices { cut(side) }
        let chosen = candidates.flatMap { $0.map(\.meter) }
        var search = MeterHints(areas: areas, meters: chosen)
        return (search.find(), chosen.count)
    }

    private mutating func cut(_ side: Int) {
        candidates[side].sort { $0.size > $1.size }
        candidates[side].removeLast(max(0, candidates[side].count - MeterHints.greatestMeters / 2))
    }
}
