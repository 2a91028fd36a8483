package import GridModel
package import Persistence

/// The demo's live feed: hands the remainder of the year to ingest as the city's clock reaches it.
package struct ReplayFeed: Sendable {
    private let ingest: IngestReadings
    private let clock: CityClock
    /// What is still to come when the feed is made, by the moment its interval ends.
    private let pending: [(end: Timestamp, readings: [IncomingReading])]
    private var position = 0

    /// - Parameter after: readings that start at or before this moment are there already.
    package init(
        database: any Database, scope: TenantScope, folder: DemoFolder, shift: DemoShift, clock: CityClock,
        after: Timestamp?
    ) async throws {
        ingest = IngestReadings(database: database, scope: scope, clock: clock)
        self.clock = clock
        let stored = try await database.read(scope) { try SeriesRepository($0).list(isDerived: false) }
        let files = folder.manifest.files
        let columns = try folder.readings(
            of: [files.load, files.generation, files.weather], series: Self.byColumn(stored), shift: shift)
        var byEnd: [Timestamp: [IncomingReading]] = [:]
        for (id, column) in columns {
            for reading in column.readings where after.map({ reading.start > $0 }) ?? true {
                byEnd[reading.start + column.series.intervalSeconds, default: []].append(
                    IncomingReading(target: .number(id), reading: reading))
            }
        }
        pending = byEnd.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    package var isAtEnd: Bool { position == pending.count }

    /// Ingests what the clock has reached since the last call, one interval a transaction.
    /// - Returns: how many readings.
    package mutating func advance() async throws -> Int {
        var count = 0
        let now = clock.now
        while position < pending.count, pending[position].end <= now {
            count += try await ingest(pending[position].readings, source: "demo replay").received
            position += 1
        }
        return count
    }

    /// Series by the names of their columns: load and generation by code, weather by its file's column.
    private static func byColumn(_ series: [Series]) -> [String: Series] {
        var columns = Dictionary(uniqueKeysWithValues: series.map { ($0.externalName, $0) })
        let weather: [(String, Quantity)] = [
            ("temperature_c", .temperature), ("relative_humidity_pct", .relativeHumidity),
            ("global_horizontal_w_m2", .globalIrradiance), ("direct_normal_w_m2", .directIrradiance),
        ]
        for (column, quantity) in weather { columns[column] = columns["weather.\(quantity.rawValue)"] }
        return columns
    }
}
