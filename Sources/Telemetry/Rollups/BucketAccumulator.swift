import GridModel

/// Adds readings up to a bucket.
struct BucketAccumulator {
    private var count = 0
    private var estimatedCount = 0
    private var sum = 0.0
    private var minimum = Double.infinity
    private var maximum = -Double.infinity

    mutating func add(_ block: ReadingBlock) {
        count += block.count
        estimatedCount += block.qualities.count(where: \.isEstimate)
        for value in block.values {
            sum += value
            minimum = Swift.min(minimum, value)
            maximum = Swift.max(maximum, value)
        }
    }

    /// Nil without a reading.
    func bucket(over span: TimeSpan, expectedCount: Int) -> RollupBucket? {
        guard count > 0 else { return nil }
        return RollupBucket(
            span: span, count: count, expectedCount: expectedCount, sum: sum, minimum: minimum, maximum: maximum,
            estimatedCount: estimatedCount)
    }
}
