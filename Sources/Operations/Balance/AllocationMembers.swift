import GridModel
import Persistence
import Telemetry

/// Who is metered in an area and who is not, for an allocation.
///
/// A transformer with a measurement of its own stands for everything below it, as long as nothing else feeds that.
/// The others' load points count for themselves.
struct AllocationMembers {
    struct Unmetered {
        let connection: ConnectionRow
        /// The one transformer that feeds it, where there is one.
        let transformer: FedTransformerRow?
    }

    /// Net consumption of everything that is metered, kWh per hour; NaN where one of them is not known.
    private(set) var meteredKWh: [Double]
    private(set) var metered = 0
    private(set) var unmetered: [Unmetered] = []
    private(set) var unmeteredGenerators = 0
    /// kWh per hour and rated kW of the metered load points, by profile; of all of them by nil.
    private(set) var courses: [String?: [Double]] = [:]

    init(_ area: BalanceArea, over span: TimeSpan, _ session: TenantSession, profiles: Bool) throws {
        let hours = Int(span.seconds / 3600)
        meteredKWh = Array(repeating: 0, count: hours)
        let reader = MeterReader(session, over: span)
        let feeds = try Self.feeds(of: area, session)
        // By the nearest transformer: those that feed more come first.
        var nearest: [AssetID: FedTransformerRow] = [:]
        var covered: Set<AssetID> = []
        for (transformer, nodes) in feeds {
            for node in nodes { nearest[node] = transformer }
            let boundary = try reader.boundary(BalanceArea.boundary(of: .asset(.transformer, transformer.id), session))
            guard !boundary.isEmpty, !covered.contains(transformer.lowNode) else { continue }
            covered.formUnion(nodes)
            metered += 1
            for (meter, direction) in boundary { add(meter, sign: direction == .exported ? -1 : 1) }
        }
        var ratedKW: [String?: Double] = [:]
        for connection in area.connections where !covered.contains(connection.node) {
            var isMetered = false
            for series in try reader.series(of: connection) {
                guard let meter = try reader.meter(series), meter.energies.contains(where: { !$0.isNaN }) else {
                    continue
                }
                metered += 1
                add(meter, sign: series.quantity == .activeEnergyExport ? -1 : 1)
                guard series.quantity.connection == connection.connection else { continue }
                isMetered = true
                guard profiles, connection.kind == .loadPoint, connection.ratedKW > 0 else { continue }
                for key in Set([connection.profile, nil]) {
                    ratedKW[key, default: 0] += connection.ratedKW
                    addCourse(of: meter, to: key)
                }
            }
            guard !isMetered else { continue }
            if connection.kind == .generator {
                unmeteredGenerators += 1
            } else {
                unmetered.append(Unmetered(connection: connection, transformer: nearest[connection.node]))
            }
        }
        for (key, rated) in ratedKW { courses[key] = courses[key]?.map { max(0, $0) / rated } }
    }

    /// What an unmetered load point weighs in an hour.
    func weight(_ connection: ConnectionRow, _ method: AllocationMethod, hour: Int) -> Double {
        switch method {
        case .customers: 1
        case .ratedKW, .ratedMVA: max(0, connection.ratedKW)
        case .profile: max(0, connection.ratedKW) * course(of: connection.profile, hour)
        }
    }

    /// Of the profile's metered load points, else of all metered ones, else the same for everybody.
    private func course(of profile: String?, _ hour: Int) -> Double {
        for key in [profile, nil] {
            if let course = courses[key], course[hour].isFinite, course.contains(where: { $0 > 0 }) {
                return course[hour]
            }
        }
        return 1
    }

    private mutating func add(_ meter: MeterHours, sign: Double) {
        for hour in meteredKWh.indices { meteredKWh[hour] += sign * meter.energies[hour] }
    }

    private mutating func addCourse(of meter: MeterHours, to key: String?) {
        var course = courses[key] ?? Array(repeating: 0, count: meteredKWh.count)
        for hour in course.indices { course[hour] += meter.energies[hour] }
        courses[key] = course
    }

    /// The transformers inside the area that alone feed what is below them, with the nodes there; the largest first.
    private static func feeds(
        of area: BalanceArea, _ session: TenantSession
    ) throws -> [(transformer: FedTransformerRow, nodes: Set<AssetID>)] {
        let topology = try BalanceRepository(session).topology()
        return area.transformers.compactMap { transformer in
            topology.nodes(below: [transformer.id]).map { (transformer, $0) }
        }.sorted { ($1.nodes.count, $0.transformer.id) < ($0.nodes.count, $1.transformer.id) }
    }
}
