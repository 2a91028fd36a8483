package import GridModel
package import Persistence
import Telemetry

/// The demo's live feed: hands the remainder of the year to ingest as the city's clock reaches it.
package struct ReplayFeed: Sendable {
    private let ingest: IngestReadings
    private let clock: CityClock
    /// What is still to come when the feed is made, by the moment its interval ends.
    private let pending: [(end: Timestamp, readings: [IncomingReading])]
    private var position = 0

    /// What is stored already is not handed in again, series by series: one that was fed by hand
    /// ahead of the others neither holds them back nor has its reading replaced.
    package init(
        database: any Database, scope: TenantScope, folder: DemoFolder, shift: DemoShift, clock: CityClock
    ) async throws {
        ingest = IngestReadings(database: database, scope: scope, clock: clock)
        self.clock = clock
        let stored = try await database.read(scope) { try SeriesRepository($0).list(isDerived: false) }
        let files = folder.manifest.files
        let columns = try folder.readings(
            of: [files.load, files.generation, files.weather], series: Self.byColumn(stored), shift: shift)
        let byEnd = try await database.read(scope) { session in
            var byEnd: [Timestamp: [IncomingReading]] = [:]
            for (id, column) in columns {
                for reading in try Self.missing(column.readings, of: column.series, session) {
                    byEnd[reading.start + column.series.intervalSeconds, default: []].append(
                        IncomingReading(target: .number(id), reading: reading))
                }
            }
            return byEnd
        }
        pending = byEnd.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    package var isAtEnd: Bool { position == pending.count }

    /// Ingests what the clock has reached since the last call, one interval a transaction.
    /// - Parameter onReceipt: told of each interval when it is stored.
    /// - Returns: how many readings.
    package mutating func advance(onReceipt: (IngestReceipt) -> Void = { _ in }) async throws -> Int {
        var count = 0
        let now = clock.now
        while position < pending.count, pending[position].end <= now {
            let receipt = try await ingest(pending[position].readings, source: "demo replay")
            onReceipt(receipt)
            count += receipt.received
            position += 1
        }
        return count
    }

    /// Those that are not stored.
    private static func missing(
        _ readings: [Reading], of series: Series, _ session: TenantSession
    ) throws -> [Reading] {
        guard let first = readings.map(\.start).min(), let last = readings.map(\.start).max() else { return [] }
        var held: Set<Timestamp> = []
        try ReadingBlockRepository(session).forEachBlock(
            of: series.id, intervalSeconds: series.intervalSeconds, in: TimeSpan(start: first, end: last + 1)
        ) { held.formUnion($0.starts) }
        return readings.filter { !held.contains($0.start) }
    }

    /// Series by the names of their columns: load and generation by code, weather by its file's column.
    private static func byColumn(_ series: [Series]) -> [String: Series] {
        var columns = Dictionary(uniqueKeysWithValues: series.map { ($0.externalName, $0) })
        for (column, quantity) in DemoWeather.quantities {
            columns[column] = columns[DemoWeather.seriesName(of: quantity)]
        }
        return columns
    }
}
