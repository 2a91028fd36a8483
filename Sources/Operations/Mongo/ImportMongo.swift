package import GridModel
package import Identity
import Interchange
package import Persistence
import Telemetry

/// Takes over a MongoDB dump of the earlier prototype.
///
/// First everything is read: zones, households and which quantities the air was measured in. Then every reading is
/// checked. Only when there is no fault are zones, meters and series made, and readings stored in pieces; done
/// again it changes nothing. Documents without a place here are kept whole.
package struct ImportMongo: Sendable {
    private static let pieceReadings = 100_000
    private static let pieceDocuments = 1000

    private let database: any Database
    private let scope: TenantScope
    private let options: MongoImportOptions

    package init(database: any Database, scope: TenantScope, options: MongoImportOptions) {
        self.database = database
        self.scope = scope
        self.options = options
    }

    /// - Parameter progress: 0…1
    /// - Throws: `ImportError` when the dump cannot be read, `MongoFieldsError`, `DatabaseError`; a dump with faults
    ///   changes nothing and is reported in the outcome.
    package func callAsFunction(
        _ path: String, now: Timestamp, by actor: Actor, progress: @escaping @Sendable (Double) -> Void
    ) async throws -> MongoOutcome {
        let dump = MongoDump(path: path)
        let fields = try MongoFields(json: options.fields)
        let share = options.isDryRun ? 0.5 : 0.34
        var city = MongoCity(fields: fields, options: options)
        let looking = { (fraction: Double) in progress(fraction * share) }
        let unread = UnreadDocuments()
        let noting = { unread.faults.add($0) }
        try dump.forEachDocument(progress: looking, onFault: noting) { city.take($0, $1, $2) }
        city.add(unread.faults)
        let known = try await database.read(scope) { session in
            (
                zones: try ZoneRepository(session).all().map { ($0.code, $0.id) },
                series: try SeriesRepository(session).list().map { ($0.externalName, $0) },
                closedBefore: try RetentionBoundary.stored(session)
            )
        }
        let stored = Dictionary(known.series) { first, _ in first }
        var check = MongoReadings(
            city: city, fields: fields, options: options, now: now, stored: stored,
            closedBefore: known.closedBefore)
        let checking = { (fraction: Double) in progress(share + fraction * share) }
        try dump.forEachDocument(progress: checking) { collection, document, place in
            check.take(collection, document, place) { _, _ in }
        }
        var outcome = MongoOutcome(city: city, readings: check.count, faults: check.allFaults(after: city.faults))
        guard outcome.faults.isEmpty, !options.isDryRun else { return outcome }
        let zones = Dictionary(known.zones) { first, _ in first }
        let name = AuditedImport.name(of: path)
        let made = try await database.write(scope) { [city] session in
            let made = try city.make(session, zones: zones, stored: stored)
            // Zones and meters are there from now on, whatever becomes of the readings.
            try session.audit("mongo.begin", by: actor, on: "file", name, after: ["series": made.count])
            return made
        }
        outcome.receipt = try await store(dump, city, fields, made, now, known.closedBefore) {
            progress(2 * share + $0 * (1 - 2 * share))
        } complete: { session, stored in
            try session.audit(
                "mongo.import", by: actor, on: "file", name, after: AuditedImport(name: name, stored: stored))
        }
        return outcome
    }

    /// - Parameter complete: in the last transaction.
    private func store(
        _ dump: MongoDump, _ city: MongoCity, _ fields: MongoFields, _ series: [String: Series], _ now: Timestamp,
        _ closedBefore: Timestamp?, _ progress: @escaping (Double) -> Void,
        complete: @escaping @Sendable (TenantSession, UploadReport.Stored) throws -> Void
    ) async throws -> UploadReport.Stored {
        var readings = MongoReadings(
            city: city, fields: fields, options: options, now: now, stored: series,
            closedBefore: closedBefore)
        var stored = UploadReport.Stored()
        let reader = dump.reader()
        var isAtEnd = false
        while !isAtEnd {
            var batch: [String: [Reading]] = [:]
            var archive: [(collection: String, id: String, json: String)] = []
            var count = 0
            while count < Self.pieceReadings, archive.count < Self.pieceDocuments {
                guard let (collection, document, place) = try reader.next() else {
                    isAtEnd = true
                    break
                }
                if city.isArchived(collection) {
                    archive.append((collection, document.id, document.json ?? ""))
                }
                readings.take(collection, document, place) { series, reading in
                    batch[series.externalName, default: []].append(reading)
                    count += 1
                }
            }
            let piece = batch.compactMap { name, values in series[name].map { ($0, values) } }
                .sorted { $0.0.id < $1.0.id }
            stored = try await database.write(scope) { [archive, stored, isAtEnd] session in
                let kept = DocumentArchive(session)
                for one in archive { try kept.keep(one.json, id: one.id, of: one.collection) }
                var (store, sum) = (ReadingStore(session, now: now, source: "import"), stored)
                for (series, values) in piece { try store.merge(values, into: series) }
                sum.add(store.tally.receipt)
                if isAtEnd { try complete(session, sum) }
                return sum
            }
            progress(reader.fraction)
        }
        return stored
    }
}

/// What of a dump could not be read.
private final class UnreadDocuments {
    var faults = ImportFaults()
}
