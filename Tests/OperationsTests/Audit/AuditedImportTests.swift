import DatabaseTesting
import Foundation
import GridModel
import Identity
import Operations
import Persistence
import Testing

/// Imports tell the audit log what they did, in the transaction that completes them.
@Suite struct AuditedImportTests {
    private let city: SmallCity
    private let columns: ReadingsColumns

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        columns = try ReadingsColumns(
            start: "time", layout: .long(series: "name", value: "kwh", quality: nil))
    }

    private func file(_ text: String) throws -> String {
        let file = city.temporary.directory.appending(path: "readings.csv")
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private func entries(_ action: String) async throws -> [AuditEvent] {
        try await AuditQueries(database: city.database, scope: city.scope).list(
            AuditFilter(action: action), before: nil, limit: 10
        ).map(\.event)
    }

    @Test func anImportedFileIsTold() async throws {
        let path = try file("time,name,kwh\n2026-06-09T12:00:00Z,meter,1.5\n2026-06-09T13:00:00Z,meter,2\n")
        _ = try await ImportReadings(database: city.database, scope: city.scope)(
            path, columns, now: city.clock.now, dryRun: false, by: .tester
        ) { _ in }
        let event = try #require(try await entries("readings.import").first)
        #expect(event.actor == .tester && event.objectKind == "file" && event.objectID == "readings.csv")
        #expect(event.after == #"{"inserted":2,"name":"readings.csv","revised":0,"unchanged":0}"#)
    }

    @Test(arguments: [true, false]) func whatStoresNothingIsNotTold(isDryRun: Bool) async throws {
        let path = try file("time,name,kwh\n2026-06-09T12:00:00Z,\(isDryRun ? "meter" : "nobody"),1.5\n")
        _ = try await ImportReadings(database: city.database, scope: city.scope)(
            path, columns, now: city.clock.now, dryRun: isDryRun, by: .tester
        ) { _ in }
        #expect(try await entries("readings.import").isEmpty)
    }
}
