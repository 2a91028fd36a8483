import Foundation
import GridModel
import Telemetry

/// Two feeders whose every kWh is known: what each customer drew, what the lines and transformers lost, and what the
/// meters at both ends said, each with its own error within its class.
struct SyntheticTown {
    static let start = Timestamp(secondsSinceEpoch: 1_767_225_600)
    static let metersPerFeeder = 12
    static let noLoadLossKW = 1.5
    /// kW lost for each kW² that flows.
    static let loadLossPerKW = 0.0004

    let hours: Int
    /// kWh of each hour that truly flowed, by feeder and customer.
    var flows: [[[Double]]] = [[], []]
    /// What each customer's meter registers of what flows.
    var factors: [[Double]] = [[], []]
    /// Where each customer truly hangs; the register says by feeder.
    var trueFeeder: [[Int]] = [[], []]
    /// Drawn past the meters in each hour, kWh, by feeder.
    var stolenKW = [0.0, 0.0]

    init(days: Int = 28, seed: UInt64 = 7) {
        hours = days * 24
        var generator = SeededGenerator(seed: seed)
        for feeder in 0..<2 {
            for _ in 0..<Self.metersPerFeeder {
                let level = Double.random(in: 2...12, using: &generator)
                let peak = Double.random(in: 7...21, using: &generator)
                var habit = 0.0
                flows[feeder].append(
                    (0..<hours).map { hour in
                        // What people do lasts for some hours and differs from house to house.
                        habit = 0.7 * habit + Double.random(in: -0.3...0.3, using: &generator)
                        let course = 1 + 0.5 * cos(2 * .pi * (Double(hour % 24) - peak) / 24)
                        return level * max(0.05, course + habit)
                    })
                factors[feeder].append(1 + Double.random(in: -0.005...0.005, using: &generator))
                trueFeeder[feeder].append(feeder)
            }
        }
    }

    /// What flows into a feeder, losses included, kWh of each hour.
    func input(_ feeder: Int) -> [Double] {
        (0..<hours).map { hour in
            var load = stolenKW[feeder]
            for owner in 0..<2 {
                for customer in flows[owner].indices where trueFeeder[owner][customer] == feeder {
                    load += flows[owner][customer][hour]
                }
            }
            return load + Self.noLoadLossKW + Self.loadLossPerKW * load * load
        }
    }

    func registered(_ feeder: Int, _ customer: Int) -> [Double] {
        flows[feeder][customer].map { $0 * factors[feeder][customer] }
    }

    var span: TimeSpan { TimeSpan(start: Self.start, end: Self.start + Int64(hours) * 3600) }

    static func columns(_ energies: [Double]) -> HourlyColumns {
        let span = TimeSpan(start: start, end: start + Int64(energies.count) * 3600)
        guard var columns = HourlyColumns(covering: span, intervalSeconds: 3600) else { fatalError("an hour is one") }
        columns.add(
            ReadingBlock(
                energies.enumerated().compactMap { index, value in
                    value.isNaN ? nil : Reading(start: start + Int64(index) * 3600, value: value)
                }))
        return columns
    }

    static func meter(_ energies: [Double]) -> MeterHours {
        MeterHours(columns(energies), isEnergy: true)
    }

    /// The balance as the register sees the feeder.
    func sums(_ feeder: Int, parts: [TimeSpan] = [], boundaryFactor: Double = 1.001) -> BalanceSums {
        var sums = BalanceSums(span: span, parts: parts)
        sums.setBoundary(
            [(Self.meter(input(feeder).map { $0 * boundaryFactor }), .imported)], accuracy: .boundary)
        for customer in flows[feeder].indices {
            sums.add(Self.meter(registered(feeder, customer)), of: .load, accuracy: .connection)
        }
        return sums
    }

    /// Both feeders' meters and residuals, the one in question first.
    func hints(about feeder: Int) -> [MeterHint] {
        let order = [feeder, 1 - feeder]
        var meters: [MeterHints.Meter] = []
        for (place, owner) in order.enumerated() {
            for customer in flows[owner].indices {
                meters.append(
                    MeterHints.Meter(
                        series: Self.series(owner, customer), owner: place, energies: registered(owner, customer)))
            }
        }
        var search = MeterHints(
            areas: order.map {
                let sums = sums($0)
                return MeterHints.Area(subject: Self.area($0), residuals: sums.residuals, inputs: sums.inputs)
            }, meters: meters)
        return search.find()
    }

    static func area(_ feeder: Int) -> Subject { .asset(.feeder, AssetID(Int64(feeder) + 1)) }
    static func series(_ feeder: Int, _ customer: Int) -> SeriesID { SeriesID(Int64(feeder * 1000 + customer + 1)) }
}
