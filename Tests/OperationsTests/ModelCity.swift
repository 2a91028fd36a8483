import Foundation
import GridModel
import Learning
import Operations
import Persistence
import Testing

/// A small city with weeks of a plausible meter, for training models in a test.
final class ModelCity: Sendable {
    static let start = "2026-01-05T08:00:00Z"

    let city: SmallCity
    let objects: ObjectStore
    let folder: URL
    let calendar: LoadCalendar

    var database: any Database { city.database }
    var scope: TenantScope { city.scope }
    var clock: TestClock { city.clock }

    /// - Parameters:
    ///   - days: of readings; then it is now.
    ///   - meterIntervalSeconds: an hour's energy is spread evenly over its intervals.
    ///   - change: what happens to the meter's hours.
    init(
        days: Int, timeZone: String = "America/Los_Angeles", meterIntervalSeconds: Int64 = 3600,
        change: (inout [Double]) -> Void = { _ in }
    ) async throws {
        let first = try #require(Timestamp(iso8601: Self.start))
        city = try await SmallCity(
            now: (first + Int64(days) * 86_400).iso8601, timeZone: timeZone,
            meterIntervalSeconds: meterIntervalSeconds)
        folder = FileManager.default.temporaryDirectory.appending(path: "urbangrid-models-\(UUID().uuidString)")
        objects = ObjectStore(folder: folder)
        calendar = LoadCalendar(city: city.calendar)
        var values = Self.values(days: days)
        change(&values)
        let parts = Int(3600 / meterIntervalSeconds)
        try await city.send(
            city.meter, from: Self.start,
            values.flatMap { [Double](repeating: $0 / Double(parts), count: parts) })
        try await city.send(city.solar, from: Self.start, [Double](repeating: 0, count: values.count))
        try await city.rollups { _ in }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    static func values(days: Int) -> [Double] {
        var random = RandomSource(seed: 5)
        return (0..<days * 24).map { hour in
            let weekend = hour / 24 % 7 >= 5 ? 0.8 : 1.0
            let day = 1 + 0.4 * sin(2 * Double.pi * Double(hour % 24 - 9) / 24)
            return 40 * day * weekend * (1 + 0.04 * random.normal())
        }
    }

    func now(plusHours hours: Int64) { clock.now = clock.now + hours * 3600 }

    var issue: IssueForecasts {
        IssueForecasts(database: database, objects: objects, scope: scope, calendar: calendar, clock: clock.city)
    }

    var detect: DetectAnomalies {
        DetectAnomalies(database: database, objects: objects, scope: scope, calendar: calendar, clock: clock.city)
    }

    func forecast() async throws -> ZoneForecast {
        try #require(
            try await ZoneQueries(database: database, scope: scope, clock: clock.city).forecast(
                city.zone, at: nil, pastHours: 14 * 24))
    }

    func models() async throws -> [ModelRecord] {
        try await ModelQueries(database: database, scope: scope).list()
    }

    func anomalies() async throws -> [AnomalyRecord] {
        try await AnomalyQueries(database: database, scope: scope).list(
            AnomalyFilter(zone: nil, series: nil, from: nil, to: nil), after: nil, limit: 100)
    }
}
