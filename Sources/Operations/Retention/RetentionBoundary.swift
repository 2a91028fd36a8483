import GridModel
import Persistence
import Telemetry

/// Before which moment a tenant's readings are closed: they were deleted, or are about to be.
///
/// It is stored before the first reading is deleted and only ever moves forward. From then on no door takes an older
/// reading, and no rollup before it is rebuilt: of a stretch whose readings are gone, one late reading would be taken
/// for all there was.
enum RetentionBoundary {
    private static let document = "retention.closedBefore"

    /// Readings before the boundary stay for so long, because the hours after it rest on them: what was expected of a
    /// meter, and what stands in for it.
    static let memorySeconds = AreaHours.memorySeconds + 86_400

    /// Nil: nothing is closed.
    static func stored(_ session: TenantSession) throws -> Timestamp? {
        guard let text = try TenantDocumentRepository(session).document(document) else { return nil }
        guard let seconds = Int64(text) else {
            throw DatabaseError(.corrupt, detail: "The retention boundary is \"\(text)\".")
        }
        return Timestamp(secondsSinceEpoch: seconds)
    }

    static func save(_ boundary: Timestamp, _ session: TenantSession) throws {
        try TenantDocumentRepository(session).save(String(boundary.secondsSinceEpoch), as: document)
    }
}
