import DatabaseTesting
import Foundation
import GridModel
import Operations
import Persistence
import Testing

/// A substation with two feeders; on each two transformers with three customers apiece, hourly readings whose every
/// kWh is known, and a measurement where each feeder begins.
final class MeasuredTown: Sendable {
    static let customers = 6
    static let ironLossKW = 0.4
    /// kW lost for each kW² that a feeder carries.
    static let loadLossPerKW = 0.0005

    struct Physics {
        /// Customers whose meter the register has under the wrong feeder: they truly hang on the other.
        var swapped: Set<String> = []
        var stolenKW = 0.0
        /// Customers without a meter.
        var unmetered: Set<String> = []
        /// kWh that customer `code` draws in an hour; nil: as households do.
        var draw: (@Sendable (_ code: String, _ hour: Int) -> Double)?
    }

    let temporary: TemporaryDatabase
    let clock: TestClock
    let calendar: CityCalendar
    let scope: TenantScope
    let start: Timestamp
    let hours: Int
    let feeders: [AssetID]
    let transformers: [AssetID]
    let loadPoints: [String: AssetID]
    /// kWh of each hour by customer, and into each feeder.
    let drawn: [String: [Double]]
    let inputs: [[Double]]
    let meters: [String: Series]
    let heads: [Series]

    var database: any Database { temporary.database }
    var balances: BalanceQueries {
        BalanceQueries(database: database, scope: scope, calendar: calendar, clock: clock.city)
    }
    var allocate: AllocateLoad {
        AllocateLoad(database: database, scope: scope, calendar: calendar, clock: clock.city)
    }

    static func code(_ feeder: Int, _ customer: Int) -> String { "LP\(feeder)\(customer)" }
    func feeder(_ index: Int) -> Subject { .asset(.feeder, feeders[index]) }

    init(days: Int = 21, _ physics: Physics = Physics()) async throws {
        let now = try #require(Timestamp(iso8601: "2026-06-22T00:00:00Z"))
        clock = TestClock(now)
        hours = days * 24
        start = now - Int64(hours) * 3600
        calendar = try #require(CityCalendar(identifier: "Europe/Berlin"))
        temporary = try await TemporaryDatabase.migrated()
        let tenant = try await temporary.database.writeUnscoped {
            try TenantDirectory($0).create(
                code: "town", name: "Town", timeZone: "Europe/Berlin", locale: "de-DE", currency: "EUR", at: now)
        }
        scope = TenantScope(tenant: tenant.id)
        let area = try #require(
            Polygon(rings: [
                [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)].compactMap {
                    Coordinate(longitude: $0.0, latitude: $0.1)
                }
            ]))
        let network = Self.network
        let ids = try await temporary.database.write(scope) { session in
            let zone = try ZoneRepository(session).insert(
                code: "Z", name: "Town", population: 100, priority: 1, criticalSites: [], capacityKW: 500, area: area)
            return try NetworkWriter(session).write(
                network, zoneOfNode: Dictionary(uniqueKeysWithValues: network.nodes.map { ($0.code, zone) }))
        }
        feeders = try (0..<2).map { try #require(ids[.feeder]?["F\($0)"]) }
        transformers = try (0..<4).map { try #require(ids[.transformer]?["T\($0 / 2)\($0 % 2)"]) }
        loadPoints = try #require(ids[.loadPoint])
        (drawn, inputs) = Self.flows(hours: hours, physics)
        let create = CreateSeries(database: temporary.database, scope: scope)
        var meters: [String: Series] = [:]
        for code in loadPoints.keys.sorted() where !physics.unmetered.contains(code) {
            meters[code] = try await create(
                SeriesDraft(
                    externalName: code, name: nil, kind: .loadPoint, place: .code(code), quantity: .activeEnergyImport,
                    intervalSeconds: 3600), by: .tester
            ).series
        }
        self.meters = meters
        var heads: [Series] = []
        for feeder in 0..<2 {
            heads.append(
                try await create(
                    SeriesDraft(
                        externalName: "F\(feeder).import", name: nil, kind: .feeder, place: .code("F\(feeder)"),
                        quantity: .activeEnergyImport, intervalSeconds: 3600), by: .tester
                ).series)
        }
        self.heads = heads
        for (code, series) in meters { try await send(drawn[code] ?? [], to: series) }
        for feeder in 0..<2 { try await send(inputs[feeder], to: heads[feeder]) }
    }

    /// From the beginning, one reading an hour; NaN is not sent.
    func send(_ values: [Double], to series: Series) async throws {
        let readings = values.enumerated().compactMap { hour, value in
            value.isNaN
                ? nil
                : IncomingReading(
                    target: .number(series.id),
                    reading: Reading(start: start + Int64(hour) * 3600, value: (value * 1000).rounded() / 1000))
        }
        _ = try await IngestReadings(database: database, scope: scope, clock: clock.city)(readings, source: "test")
    }

    private static func flows(hours: Int, _ physics: Physics) -> (drawn: [String: [Double]], inputs: [[Double]]) {
        var random = SplitMix(state: 42)
        var drawn: [String: [Double]] = [:]
        for feeder in 0..<2 {
            for customer in 0..<customers {
                var habit = 0.0
                drawn[code(feeder, customer)] = (0..<hours).map { hour in
                    habit = 0.7 * habit + random.next() - 0.5
                    return physics.draw?(code(feeder, customer), hour)
                        ?? Double(3 + customer) * max(0.05, 1 + 0.4 * sin(Double(hour + customer) / 3.8) + 0.5 * habit)
                }
            }
        }
        let inputs = (0..<2).map { feeder in
            (0..<hours).map { hour in
                var load = feeder == 0 ? physics.stolenKW : 0
                for owner in 0..<2 {
                    for customer in 0..<customers {
                        let code = code(owner, customer)
                        let isHere = (owner == feeder) != physics.swapped.contains(code)
                        if isHere { load += drawn[code]?[hour] ?? 0 }
                    }
                }
                return load + 2 * ironLossKW + loadLossPerKW * load * load
            }
        }
        return (drawn, inputs)
    }

    private static var network: GridNetwork {
        var network = GridNetwork()
        let line = LineType(
            code: "L", resistanceOhmPerKm: 0.2, reactanceOhmPerKm: 0.1, susceptanceMicroSiemensPerKm: 0, ratedA: 200,
            construction: "cable")
        func type(_ mva: Double) -> TransformerType {
            TransformerType(
                code: "T", ratedMVA: mva, highVoltageKV: 20, lowVoltageKV: 0.4, shortCircuitPercent: 4, copperLossKW: 3,
                ironLossKW: ironLossKW, noLoadCurrentPercent: 1, tapStepPercent: 2.5)
        }
        func node(_ code: String, _ kV: Double, substation: String? = nil, isSource: Bool = false) -> Node {
            Node(code: code, nominalKV: kV, location: nil, substationCode: substation, isExternalGrid: isSource)
        }
        network.substations = [Substation(code: "S", location: nil)]
        network.nodes = [
            node("HV", 110, substation: "S", isSource: true), node("MV", 20, substation: "S"),
        ]
        network.transformers = [
            Transformer(
                code: "T", highVoltageNode: "HV", lowVoltageNode: "MV", type: type(25), tapPosition: 0,
                substationCode: "S")
        ]
        for feeder in 0..<2 {
            var nodes = ["M\(feeder)"]
            network.nodes.append(node("M\(feeder)", 20))
            network.lines.append(
                Line(code: "L\(feeder)", fromNode: "MV", toNode: "M\(feeder)", lengthKm: 2, type: line))
            for transformer in 0..<2 {
                let low = "N\(feeder)\(transformer)"
                network.nodes.append(node(low, 0.4))
                nodes.append(low)
                network.transformers.append(
                    Transformer(
                        code: "T\(feeder)\(transformer)", highVoltageNode: "M\(feeder)", lowVoltageNode: low,
                        type: type(transformer == 0 ? 0.4 : 0.63), tapPosition: 0, substationCode: nil))
            }
            network.feeders.append(Feeder(code: "F\(feeder)", zoneCode: "Z", nodes: nodes))
            for customer in 0..<customers {
                network.loadPoints.append(
                    LoadPoint(
                        code: code(feeder, customer), node: "N\(feeder)\(customer / 3)",
                        ratedKW: Double(10 + customer), ratedKVAr: 0, profile: customer % 2 == 0 ? "even" : "odd"))
            }
        }
        // An open tie between the feeders: neither is fed through it.
        network.switches = [NetworkSwitch(code: "tie", fromNode: "M0", toNode: "M1", isClosed: false)]
        return network
    }
}

/// 0 to 1, the same on every run.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> Double {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
    }
}
