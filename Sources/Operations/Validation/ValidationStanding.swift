package import GridModel
import Persistence

/// How far validation has come: so that an empty list of findings can say what it means.
package struct ValidationStanding: Hashable, Sendable {
    private static let document = "validation"
    /// So often at most a run is noted.
    private static let notedEvery: Int64 = 60

    /// By the city's clock; nil: never.
    package let lastRunAt: Timestamp?
    /// Series with readings that have yet to be judged.
    package let waitingSeries: Int

    package init(lastRunAt: Timestamp?, waitingSeries: Int) {
        self.lastRunAt = lastRunAt
        self.waitingSeries = waitingSeries
    }

    static func stored(_ session: TenantSession) throws -> ValidationStanding {
        ValidationStanding(
            lastRunAt: try lastRun(session), waitingSeries: try StaleValidationRepository(session).count())
    }

    /// Notes that everything that waited was judged.
    static func noteRun(at now: Timestamp, _ database: any Database, _ scope: TenantScope) async throws {
        let last = try await database.read(scope) { try lastRun($0) }
        if let last, now >= last, now - last < notedEvery { return }
        try await database.write(scope) {
            try TenantDocumentRepository($0).save("\(now.secondsSinceEpoch)", as: document)
        }
    }

    private static func lastRun(_ session: TenantSession) throws -> Timestamp? {
        try TenantDocumentRepository(session).document(document).flatMap { Int64($0) }.map(
            Timestamp.init(secondsSinceEpoch:))
    }
}
