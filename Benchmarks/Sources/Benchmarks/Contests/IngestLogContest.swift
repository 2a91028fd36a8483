import Foundation
import GridModel
import Operations
import Persistence
import SQLiteDriver
import Telemetry

/// What the ingest log is for: the hard pattern through it, end to end, against the same intervals merged straight into
/// their blocks (docs/decisions/014).
enum IngestLogContest {
    /// - Parameter folder: the package's, beside the program's.
    static func make(_ folder: URL, _ workspace: Workspace) -> [Contest] {
        let city = MeterCity(meters: 10_000, intervals: 8, before: Int64(Date().timeIntervalSince1970))
        let program = folder.appending(path: "../.build/release/urbangrid").standardizedFileURL
        return [
            contest(
                "", city,
                ours: { try await LineProtocolContest.onSQLite(city, program, workspace) },
                straight: {
                    let file = workspace.newFile()
                    let database = try SQLiteDatabase(path: file.path)
                    let rate = try await straight(city, database)
                    try database.close()
                    try workspace.remove(file)
                    return rate
                }),
            contest(
                "-postgres", city,
                ours: { try await LineProtocolContest.onPostgres(city, program, workspace) },
                straight: {
                    let server = try BenchServer.given()
                    let database = try await server.newDatabase()
                    let rate = try await straight(city, database)
                    try await server.drop(database)
                    return rate
                }),
        ]
    }

    private static func contest(
        _ suffix: String, _ city: MeterCity, ours: @escaping () async throws -> Double,
        straight: @escaping () async throws -> Double
    ) -> Contest {
        Contest(
            id: "ingest-log\(suffix)",
            title:
                "\(city.meters) meters × 1 interval at a time, \(city.intervals) intervals, each durable, until in blocks",
            unit: "readings/s", better: .higher, prepare: { [] },
            ours: Contestant(name: "line protocol over HTTP into the log, then compacted", run: ours),
            peer: Contestant(name: "our own IngestColumns in process, a transaction an interval", run: straight))
    }

    /// Readings a second.
    private static func straight(_ city: MeterCity, _ database: any Database) async throws -> Double {
        let tenant = try await city.prepare(database)
        let ingest = IngestColumns(database: database, scope: TenantScope(tenant: tenant))
        let taken = try await seconds {
            for interval in 0..<city.intervals {
                let start = Timestamp(secondsSinceEpoch: city.start + Int64(interval) * MeterCity.intervalSeconds)
                let receipt = try await ingest(now: start + 86_400, source: "bench") { load in
                    for meter in 0..<city.meters {
                        let value = Double(city.thousandths(meter: meter, interval: interval)) / 1000
                        try load.add(
                            ReadingColumn(start: start, intervalSeconds: MeterCity.intervalSeconds, values: [value]),
                            to: SeriesID(Int64(meter + 1)))
                    }
                }
                guard receipt.inserted == city.meters else {
                    throw Disagreement("\(receipt.inserted) of \(city.meters) readings were stored")
                }
            }
        }
        return Double(city.readingCount) / taken.seconds
    }
}
