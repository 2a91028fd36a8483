package import GridModel
import Interchange
package import Persistence

/// The use case behind the line protocol door: every line is a reading or several, each stored or named.
package struct IngestLines: Sendable {
    private let database: any Database
    private let scope: TenantScope
    private let batch: IngestBatch

    package init(database: any Database, scope: TenantScope, batch: IngestBatch) {
        self.database = database
        self.scope = scope
        self.batch = batch
    }

    /// - Returns: faults by line, from 0.
    /// - Throws: `LineBodyError`, and what `IngestBatch` throws.
    package func callAsFunction(_ body: LineBody) async throws -> BatchOutcome {
        let bytes = try body.lines()
        let settings = try await database.read(scope) { try IngestSettings.stored($0) }
        let mapping = LineMapping(
            templates: settings.lineSeries.compactMap { SeriesTemplate($0) },
            precision: LinePrecision(name: body.precision.rawValue) ?? .nanoseconds)
        let empty = try await batch.draft()
        let draft = bytes.withUnsafeBufferPointer { mapping.read($0, into: empty) }
        return try await batch.store(draft, source: body.source)
    }
}
