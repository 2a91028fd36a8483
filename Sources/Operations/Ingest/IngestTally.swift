import GridModel
import Telemetry

/// What has been done with the readings so far.
struct IngestTally {
    static let revisionsKept = 100

    private(set) var received = 0
    private(set) var inserted = 0
    private(set) var unchanged = 0
    private(set) var revised = 0
    private(set) var revisions: [RevisionRecord] = []

    mutating func add(_ merge: BlockMerge, of series: SeriesID) {
        received += merge.insertedCount + merge.unchangedCount + merge.revisions.count
        inserted += merge.insertedCount
        unchanged += merge.unchangedCount
        revised += merge.revisions.count
        for revision in merge.revisions.prefix(max(0, Self.revisionsKept - revisions.count)) {
            revisions.append(
                RevisionRecord(series: series, start: revision.start, old: revision.oldValue, new: revision.newValue))
        }
    }

    mutating func add(_ other: IngestTally) {
        received += other.received
        inserted += other.inserted
        unchanged += other.unchanged
        revised += other.revised
        revisions += other.revisions.prefix(max(0, Self.revisionsKept - revisions.count))
    }

    var receipt: IngestReceipt {
        IngestReceipt(
            received: received, inserted: inserted, unchanged: unchanged, revised: revised, revisions: revisions)
    }
}
