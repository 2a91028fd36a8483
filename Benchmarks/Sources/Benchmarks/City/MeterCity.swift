import Foundation
import GridModel
import Operations
import Persistence
import SQLiteDriver
import Telemetry

/// Many meters that all report every quarter of an hour: the hard pattern of live telemetry.
struct MeterCity: Sendable {
    static let intervalSeconds: Int64 = 900

    let meters: Int
    let intervals: Int
    /// Of the first interval.
    let start: Int64

    var readingCount: Int { meters * intervals }

    /// - Parameter now: seconds since 1970, before which everything lies.
    init(meters: Int, intervals: Int, before now: Int64) {
        self.meters = meters
        self.intervals = intervals
        // Whole days, so that every run fills its blocks alike.
        let days = Int64(intervals) * Self.intervalSeconds / 86_400 + 2
        start = (now / 86_400 - days) * 86_400
    }

    /// A tenant with the meters' series in an empty database, numbered from 1.
    @discardableResult
    func prepare(_ database: any Database) async throws -> TenantID {
        try await Migrator().migrate(database)
        let tenant = try await database.writeUnscoped {
            try TenantDirectory($0).create(
                code: "bench", name: "Bench", timeZone: "America/Los_Angeles", locale: "en-US", currency: "USD",
                at: .epoch)
        }
        try await database.write(TenantScope(tenant: tenant.id)) { session in
            for meter in 0..<meters {
                _ = try SeriesRepository(session).insert(
                    externalName: Self.name(meter), name: Self.name(meter),
                    subject: .asset(.loadPoint, AssetID(Int64(meter + 1))), zone: nil, quantity: .activeEnergyImport,
                    intervalSeconds: Self.intervalSeconds, isDerived: false)
            }
        }
        return tenant.id
    }

    static func name(_ meter: Int) -> String { "meter-" + String(meter + 100_000) }

    /// kWh with a meter's three decimals, as thousandths: a curve of the day, and what each household adds to it.
    func thousandths(meter: Int, interval: Int) -> Int {
        let ofDay = interval % 96
        let curve = 60 + (ofDay < 48 ? ofDay : 96 - ofDay) * 5
        let own = (meter &* 2_654_435_761 &+ interval &* 40_503) >> 7 & 0xFF
        return curve + own
    }

    /// One interval of all meters as line protocol with seconds.
    func lines(interval: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(meters * 52)
        let stamp = Array(" \(start + Int64(interval) * Self.intervalSeconds)\n".utf8)
        let prefix = Array("load,series=meter-".utf8)
        let middle = Array(" value=".utf8)
        for meter in 0..<meters {
            bytes.append(contentsOf: prefix)
            Self.append(meter + 100_000, digits: 6, to: &bytes)
            bytes.append(contentsOf: middle)
            let value = thousandths(meter: meter, interval: interval)
            bytes.append(UInt8(48 + value / 1000))
            bytes.append(UInt8(ascii: "."))
            Self.append(value % 1000, digits: 3, to: &bytes)
            bytes.append(contentsOf: stamp)
        }
        return bytes
    }

    private static func append(_ number: Int, digits: Int, to bytes: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(48 + number / divisor % 10))
            divisor /= 10
        }
    }
}
