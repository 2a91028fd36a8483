public import GridModel

/// A local day of one series; it has 23, 24 or 25 hours.
public struct DayBucket: Hashable, Sendable {
    public let date: CivilDate
    public let bucket: RollupBucket

    public init(date: CivilDate, bucket: RollupBucket) {
        self.date = date
        self.bucket = bucket
    }
}
