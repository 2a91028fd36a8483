package import GridModel
package import Persistence
import Telemetry

/// Gives those without a meter a share of what their area was measured to take.
///
/// Computed when asked and not stored: a late or revised reading would leave a stored share wrong, and a share that
/// lay among the readings could be taken for one.
package struct AllocateLoad: Sendable {
    /// How many targets times parts of time one answer may hold.
    package static let greatestCells = 2_000_000

    private let database: any Database
    private let scope: TenantScope
    private let calendar: CityCalendar
    private let clock: CityClock

    package init(database: any Database, scope: TenantScope, calendar: CityCalendar, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.calendar = calendar
        self.clock = clock
    }

    /// - Returns: nil when there is no such area. Without a boundary measurement nothing is allocated.
    /// - Throws: `BalanceRefusal`, `DatabaseError`
    package func callAsFunction(_ request: AllocationRequest) async throws -> LoadAllocationAnswer? {
        let window = try BalanceWindow(
            from: request.from, to: request.to, resolution: request.resolution, now: clock.now, calendar: calendar)
        return try await database.read(scope) { session in
            guard let area = try BalanceArea(request.area, session) else { return nil }
            let hours = Int(window.span.seconds / 3600)
            let meterHours = area.connections.count * hours
            guard meterHours <= BalanceQueries.greatestMeterHours else {
                throw BalanceRefusal.tooMuch(meterHours: meterHours, limit: BalanceQueries.greatestMeterHours)
            }
            let members = try AllocationMembers(
                area, over: window.span, session, profiles: request.method == .profile)
            guard members.unmetered.count * window.parts.count <= Self.greatestCells else {
                throw BalanceRefusal.tooMuch(
                    meterHours: members.unmetered.count * window.parts.count, limit: Self.greatestCells)
            }
            let boundary = try MeterReader(session, over: window.span).boundary(area.boundary)
            var allocation = Allocation(request, area, members, window)
            if !boundary.isEmpty { allocation.run(Self.net(boundary, hours: hours)) }
            return allocation.answer(area)
        }
    }

    /// Import less export of each hour, kWh; NaN where it was not measured whole.
    private static func net(
        _ boundary: [(hours: MeterHours, direction: BalanceSums.Boundary)], hours: Int
    ) -> [Double] {
        (0..<hours).map { hour in
            boundary.reduce(0) { $0 + ($1.direction == .exported ? -1 : 1) * $1.hours.energies[hour] }
        }
    }
}

/// An allocation under way.
private struct Allocation {
    private let request: AllocationRequest
    private let members: AllocationMembers
    private let window: BalanceWindow
    private var parts: [LoadAllocationAnswer.Part]
    private var targets: [LoadAllocationAnswer.Target] = []
    /// The unmetered load points of each target.
    private var connections: [[ConnectionRow]] = []
    private var ratedMVA: [Double] = []

    init(_ request: AllocationRequest, _ area: BalanceArea, _ members: AllocationMembers, _ window: BalanceWindow) {
        self.request = request
        self.members = members
        self.window = window
        parts = window.parts.map { LoadAllocationAnswer.Part(span: $0) }
        var targetOfTransformer: [AssetID: Int] = [:]
        for unmetered in members.unmetered {
            if request.level == .transformer, let transformer = unmetered.transformer {
                if let target = targetOfTransformer[transformer.id] {
                    connections[target].append(unmetered.connection)
                    continue
                }
                targetOfTransformer[transformer.id] = connections.count
                ratedMVA.append(transformer.ratedMVA)
            } else {
                ratedMVA.append(0)
            }
            connections.append([unmetered.connection])
        }
        let names = Dictionary(uniqueKeysWithValues: targetOfTransformer.map { ($0.value, $0.key) })
        let transformers = Dictionary(uniqueKeysWithValues: area.transformers.map { ($0.id, $0.name) })
        targets = connections.enumerated().map { index, own in
            let transformer = names[index]
            return LoadAllocationAnswer.Target(
                subject: transformer.map { .asset(.transformer, $0) } ?? .asset(.loadPoint, own[0].id),
                name: transformer.flatMap { transformers[$0] } ?? own[0].name, loadPoints: own.count,
                energiesWh: Array(repeating: 0, count: parts.count))
        }
    }

    /// - Parameter input: kWh of each hour.
    mutating func run(_ input: [Double]) {
        for index in parts.indices {
            let first = Int((parts[index].span.start - window.span.start) / 3600)
            let count = Int(parts[index].span.seconds / 3600)
            parts[index].hours = count
            for hour in first..<first + count where !input[hour].isNaN && !members.meteredKWh[hour].isNaN {
                let split = LoadAllocation(
                    inputWh: WattHourSplit.wattHours(input[hour]),
                    meteredWh: WattHourSplit.wattHours(members.meteredKWh[hour]),
                    lossesPercent: request.lossesPercent, weights: connections.indices.map { weight($0, hour) })
                parts[index].allocatedHours += 1
                parts[index].inputWh += split.inputWh
                parts[index].meteredWh += split.meteredWh
                parts[index].lossesWh += split.lossesWh
                parts[index].allocatedWh += split.allocatedWh
                parts[index].unallocatedWh += split.unallocatedWh
                for (target, energy) in split.parts.enumerated() { targets[target].energiesWh[index] += energy }
            }
        }
    }

    func answer(_ area: BalanceArea) -> LoadAllocationAnswer {
        LoadAllocationAnswer(
            area: AreaName(subject: area.subject, name: area.name), span: window.span, request: request,
            metered: members.metered, unmeteredGenerators: members.unmeteredGenerators, parts: parts, targets: targets)
    }

    private func weight(_ target: Int, _ hour: Int) -> Double {
        // A load point without a transformer of its own has no MVA and gets nothing by them.
        if request.method == .ratedMVA { return ratedMVA[target] }
        return connections[target].reduce(0) { $0 + members.weight($1, request.method, hour: hour) }
    }
}
