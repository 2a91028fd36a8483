import Foundation
import GridModel
import Persistence
import Telemetry

/// Lets the work on a series go on where a stored block no longer decodes.
///
/// The block is set aside as it is, its stretch is marked for the rollups, and the work is done again
/// without it: one damaged block must not stop a series' ingest or a city's rollups.
enum DamagedBlocks {
    static func settingAside<Result>(
        _ session: TenantSession, of series: [Series], in span: TimeSpan, _ work: () throws -> Result
    ) throws -> Result {
        try settingAside(session, of: series.map { StoredSeries($0) }, in: span, work)
    }

    static func settingAside<Result>(
        _ session: TenantSession, of series: [StoredSeries], in span: TimeSpan, _ work: () throws -> Result
    ) throws -> Result {
        do {
            return try work()
        } catch is BlockCodecError {
            for one in series { try setAside(session, one, in: span) }
            return try work()
        }
    }

    private static func setAside(_ session: TenantSession, _ series: StoredSeries, in span: TimeSpan) throws {
        let seconds = series.intervalSeconds
        let starts = try DamagedBlockRepository(session).setAside(
            of: series.id, spansFrom: BlockSpan(containing: span.start, intervalSeconds: seconds).start,
            through: span.end, at: Timestamp(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)))
        for start in starts {
            try StaleRollupRepository(session).mark(
                series.id, BlockSpan(containing: start, intervalSeconds: seconds).span)
        }
    }
}
