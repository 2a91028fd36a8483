package import GridModel
package import Persistence
import Telemetry

/// The use case behind every door that takes readings in: all of them or none, durable on return.
package struct IngestReadings: Sendable {
    /// Faults named in a refusal; the rest are not looked for.
    package static let faultsNamed = 100

    private let database: any Database
    private let scope: TenantScope
    private let clock: CityClock

    package init(database: any Database, scope: TenantScope, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.clock = clock
    }

    /// - Parameter source: who sent them, for the revision log.
    /// - Throws: `IngestRefusal` when any reading is wrong, and then nothing is stored; `DatabaseError`.
    package func callAsFunction(_ incoming: [IncomingReading], source: String) async throws -> IngestReceipt {
        let now = clock.now
        return try await database.write(scope) { session in
            let resolved = try Self.checked(
                incoming, SeriesRepository(session), now: now, closedBefore: RetentionBoundary.stored(session),
                settings: IngestSettings.stored(session))
            var store = ReadingStore(session, now: now, source: source)
            for (series, readings) in resolved {
                try store.merge(readings, into: series)
            }
            return store.tally.receipt
        }
    }

    private static func checked(
        _ incoming: [IncomingReading], _ repository: SeriesRepository, now: Timestamp, closedBefore: Timestamp?,
        settings: IngestSettings
    ) throws -> [(Series, [Reading])] {
        var known: [IncomingReading.Target: Series?] = [:]
        var validators: [SeriesID: ReadingValidator] = [:]
        var readings: [SeriesID: (Series, [Reading])] = [:]
        var faults: [ReadingFault] = []
        for (index, item) in incoming.enumerated() {
            guard faults.count < faultsNamed else { break }
            if known[item.target] == nil { known[item.target] = .some(try find(item.target, repository)) }
            guard let series = known[item.target] ?? nil else {
                faults.append(unknownSeries(item.target, at: index, isRegistering: settings.unknownSeries == .register))
                continue
            }
            let validator =
                validators[series.id]
                ?? ReadingValidator(
                    series: series, now: now, closedBefore: closedBefore, oldestDays: settings.oldestDays)
            validators[series.id] = validator
            guard validator.isAccepted(item.reading) else {
                faults += validator.faults(in: item.reading).map {
                    ReadingFault(
                        index: index, field: field($0.field, item.target), message: $0.message, expected: $0.expected)
                }
                continue
            }
            readings[series.id, default: (series, [])].1.append(item.reading)
        }
        guard faults.isEmpty else { throw IngestRefusal(faults: faults) }
        return readings.sorted { $0.key < $1.key }.map(\.value)
    }

    private static func find(_ target: IncomingReading.Target, _ repository: SeriesRepository) throws -> Series? {
        switch target {
        case .number(let id): try repository.series(id)
        case .externalName(let name): try repository.series(externalName: name)
        }
    }

    private static func unknownSeries(
        _ target: IncomingReading.Target, at index: Int, isRegistering: Bool
    ) -> ReadingFault {
        guard isRegistering, case .externalName = target else {
            return ReadingFault(
                index: index, field: seriesField(target), message: "There is no such series.",
                expected: "the id or the external name of a series that exists")
        }
        return ReadingFault(
            index: index, field: seriesField(target),
            message: "There is no such series, and a request of all or nothing registers none.",
            expected: "?partial=true, which registers unknown series as the tenant's ingest settings say, or a series"
                + " that exists")
    }

    private static func field(_ field: Telemetry.ReadingFault.Field, _ target: IncomingReading.Target) -> String {
        field == .series ? seriesField(target) : field.rawValue
    }

    private static func seriesField(_ target: IncomingReading.Target) -> String {
        switch target {
        case .number: "seriesId"
        case .externalName: "series"
        }
    }
}
