import Foundation
import Persistence
import SQLiteDriver

/// Live telemetry in its hard pattern, end to end: a request for each interval, with one reading of each meter.
enum LineProtocolContest {
    private static let connections = 2
    private static let patience: TimeInterval = 120

    /// - Parameter folder: the package's, beside the program's.
    static func make(_ folder: URL, _ workspace: Workspace) -> Contest {
        let city = MeterCity(meters: 10_000, intervals: 96, before: Int64(Date().timeIntervalSince1970))
        let program = folder.appending(path: "../.build/release/urbangrid").standardizedFileURL
        return Contest(
            id: "line-protocol-http",
            title:
                "line protocol over HTTP on loopback, \(city.meters) meters × 1 interval a request, \(city.intervals) "
                + "requests, until all is in blocks",
            unit: "readings/s", better: .higher, prepare: { [] },
            ours: Contestant(
                name: "urbangrid serve on SQLite, each request durable, \(connections) connections, client included"
            ) { try await onSQLite(city, program, workspace) },
            peer: Contestant(name: "a row each by a prepared statement, a transaction an interval, in process") {
                let file = workspace.newFile()
                let rows = try IntervalRows(at: file)
                let taken = try await seconds { try rows.insert(city) }
                try workspace.remove(file)
                return Double(city.readingCount) / taken.seconds
            })
    }

    /// The same on PostgreSQL, as the application's role under row-level security.
    static func makePostgres(_ folder: URL, _ workspace: Workspace) -> Contest {
        let city = MeterCity(meters: 10_000, intervals: 96, before: Int64(Date().timeIntervalSince1970))
        let program = folder.appending(path: "../.build/release/urbangrid").standardizedFileURL
        return Contest(
            id: "line-protocol-http-postgres",
            title:
                "line protocol over HTTP on loopback, \(city.meters) meters × 1 interval a request, \(city.intervals) "
                + "requests, until all is in blocks",
            unit: "readings/s", better: .higher, prepare: { [] },
            ours: Contestant(
                name: "urbangrid serve on PostgreSQL, each request durable, \(connections) connections, client included"
            ) { try await onPostgres(city, program, workspace) },
            peer: Contestant(
                name:
                    "a row each by binary COPY into a table with the key (series, ts), a transaction an interval, in process"
            ) {
                let bench = try BenchServer.given()
                let rows = try bench.newRows()
                let taken = try await seconds { try rows.insert(city) }
                try bench.drop(rows)
                return Double(city.readingCount) / taken.seconds
            })
    }

    static func onSQLite(_ city: MeterCity, _ program: URL, _ workspace: Workspace) async throws -> Double {
        let home = workspace.newFile().deletingPathExtension()
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        let database = try SQLiteDatabase(path: home.appending(path: "urbangrid.sqlite").path)
        try await city.prepare(database)
        try database.close()
        let server = try ServedCity(program: program, directory: home)
        defer { server.stop() }
        return try await measure(city, port: server.port)
    }

    static func onPostgres(_ city: MeterCity, _ program: URL, _ workspace: Workspace) async throws -> Double {
        let bench = try BenchServer.given()
        let database = try await bench.newDatabase()
        try await city.prepare(database)
        let home = workspace.newFile().deletingPathExtension()
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        let server = try ServedCity(
            program: program, directory: home, environment: try bench.environment(of: database))
        defer { server.stop() }
        let rate = try await measure(city, port: server.port)
        server.stop()
        try await bench.drop(database)
        return rate
    }

    /// Readings a second from the first byte sent until every reading is in its block.
    private static func measure(_ city: MeterCity, port: UInt16) async throws -> Double {
        let taken = try await seconds {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for first in 0..<connections { group.addTask { try await send(city, from: first, port: port) } }
                try await group.waitForAll()
            }
            // The counter of what is in blocks: the gauge of what waits is only read now and then.
            let client = try HTTPClient(port: port)
            let deadline = Date(timeIntervalSinceNow: patience)
            while try metric("urbangrid_readings_total{outcome=\"inserted\"}", client) != Double(city.readingCount) {
                guard Date() < deadline else { throw Disagreement("Not every reading came into its block") }
                // Between two looks.
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        return Double(city.readingCount) / taken.seconds
    }

    /// Every `connections`-th interval, on a thread of its own, because it blocks.
    private static func send(_ city: MeterCity, from first: Int, port: UInt16) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread {
                done.resume(
                    with: Result {
                        let client = try HTTPClient(port: port)
                        for interval in stride(from: first, to: city.intervals, by: connections) {
                            let body = city.lines(interval: interval)
                            var status = 503
                            while status == 503 {
                                status = try client.request("POST", "/api/v1/write?precision=s", body: body).status
                                // The log is full: as the answer asks, but sooner.
                                if status == 503 { usleep(100_000) }
                            }
                            guard status == 204 else { throw Disagreement("The server answered \(status)") }
                        }
                    })
            }
        }
    }

    /// Nil when the server does not know it yet.
    private static func metric(_ name: String, _ client: HTTPClient) throws -> Double? {
        let text = try client.request("GET", "/metrics").body
        let line = text.split(separator: "\n").first { $0.hasPrefix(name + " ") }
        guard let value = line?.split(separator: " ").last.flatMap({ Double($0) }) else {
            return nil
        }
        return value
    }
}
