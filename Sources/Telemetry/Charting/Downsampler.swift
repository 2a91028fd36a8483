public import GridModel

/// Thins a series for a chart: the first and last reading, and the least and greatest of every
/// stretch of time, in time order, so that no peak is lost.
///
/// A relative of M4 (Jugel, Jerzak, Hackenbroich, Markl: "M4: A Visualization-Oriented Time
/// Series Data Aggregation", VLDB 2014) with two points per bucket instead of four. It takes
/// readings as they come, in O(1) each, and keeps no more than the points asked for.
public struct Downsampler: Sendable {
    private let span: TimeSpan
    private let points: Int
    private let bucketSeconds: Int64
    /// All readings so far, until they are too many.
    private var all: [Reading] = []
    private var hasOverflown = false
    private var thinned: [Reading] = []
    private var last: Reading?
    private var bucket: Int64 = -1
    private var least: Reading?
    private var greatest: Reading?

    /// - Parameter points: the most readings to keep; taken as 4 when it is less.
    public init(span: TimeSpan, points: Int) {
        self.span = span
        self.points = max(4, points)
        let buckets = Int64((self.points - 2) / 2)
        bucketSeconds = max(1, (span.seconds + buckets - 1) / buckets)
    }

    /// Readings come in ascending order; those outside the span are left out.
    public mutating func add(_ reading: Reading) {
        guard span.contains(reading.start) else { return }
        if !hasOverflown {
            if all.count < points {
                all.append(reading)
                return
            }
            hasOverflown = true
            for earlier in all { thin(earlier) }
            all = []
        }
        thin(reading)
    }

    public mutating func add(_ block: ReadingBlock) {
        for index in block.starts.indices { add(block[index]) }
    }

    /// The readings kept, ascending; all of them when they were not more than the points.
    public consuming func finish() -> [Reading] {
        guard hasOverflown else { return all }
        closeBucket()
        if let last { append(last) }
        return thinned
    }

    private mutating func thin(_ reading: Reading) {
        if thinned.isEmpty { thinned.append(reading) }
        last = reading
        let index = (reading.start - span.start) / bucketSeconds
        if index != bucket {
            closeBucket()
            bucket = index
            least = reading
            greatest = reading
            return
        }
        if let least, reading.value < least.value { self.least = reading }
        if let greatest, reading.value > greatest.value { self.greatest = reading }
    }

    private mutating func closeBucket() {
        guard let least, let greatest else { return }
        append(least.start <= greatest.start ? least : greatest)
        append(least.start <= greatest.start ? greatest : least)
        self.least = nil
        self.greatest = nil
    }

    private mutating func append(_ reading: Reading) {
        if let before = thinned.last, before.start >= reading.start { return }
        thinned.append(reading)
    }
}
