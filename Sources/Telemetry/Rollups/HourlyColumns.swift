internal import CTelemetryKernels
public import GridModel

/// One series' UTC hours as dense columns, added up straight from blocks' bytes.
///
/// Readings outside the span are left out. Each reading must be added once only.
public struct HourlyColumns: Hashable, Sendable {
    /// Whole UTC hours.
    public let span: TimeSpan
    public let intervalSeconds: Int64
    /// Readings in a complete hour.
    public let expectedPerHour: Int
    /// Per hour; 0 where there is no reading.
    public private(set) var sums: [Double]
    /// Per hour; without meaning where there is no reading.
    public private(set) var minima: [Double]
    public private(set) var maxima: [Double]
    public private(set) var counts: [Int32]
    public private(set) var estimatedCounts: [Int32]

    /// - Parameter span: widened to whole hours.
    /// - Returns: nil when the interval does not divide an hour.
    public init?(covering span: TimeSpan, intervalSeconds: Int64) {
        guard intervalSeconds > 0, 3600 % intervalSeconds == 0 else { return nil }
        self.span = span.wideningToHours
        self.intervalSeconds = intervalSeconds
        expectedPerHour = Int(3600 / intervalSeconds)
        let hours = Int(self.span.seconds / 3600)
        sums = Array(repeating: 0, count: hours)
        minima = sums
        maxima = sums
        counts = Array(repeating: 0, count: hours)
        estimatedCounts = counts
    }

    public var hourCount: Int { sums.count }

    /// The hours that have a reading, ascending.
    public var buckets: [RollupBucket] { (0..<hourCount).compactMap(bucket(at:)) }

    /// Nil when the hour has no reading.
    public func bucket(at hour: Int) -> RollupBucket? {
        guard counts[hour] > 0 else { return nil }
        let start = span.start + Int64(hour) * 3600
        return RollupBucket(
            span: TimeSpan(start: start, end: start + 3600), count: Int(counts[hour]),
            expectedCount: expectedPerHour, sum: sums[hour], minimum: minima[hour], maximum: maxima[hour],
            estimatedCount: Int(estimatedCounts[hour]))
    }

    public mutating func add(_ block: ReadingBlock) {
        for index in block.starts.indices {
            add(block.values[index], at: block.starts[index], isEstimate: block.qualities[index].isEstimate)
        }
    }

    /// Adds a block without making readings of it.
    public mutating func add(payload: UnsafeRawBufferPointer) throws(BlockCodecError) {
        let layout = try BlockLayout(checking: payload)
        let shape = layout.shape
        let isDecoded = withUnsafeTemporaryAllocation(of: Double.self, capacity: shape.count) { values in
            guard layout.decodeValues(of: payload, into: values) else { return false }
            add(UnsafeBufferPointer(rebasing: values[..<shape.count]), shape)
            return true
        }
        guard isDecoded else { throw .corrupt(.values) }
    }

    public mutating func add(payload: [UInt8]) throws(BlockCodecError) {
        let failure: BlockCodecError? = payload.withUnsafeBytes { bytes in
            do throws(BlockCodecError) {
                try add(payload: bytes)
                return nil
            } catch { return error }
        }
        if let failure { throw failure }
    }

    private mutating func add(_ values: UnsafeBufferPointer<Double>, _ shape: BlockShape) {
        if case .regular(let first, intervalSeconds, let count) = shape.timeline,
            first.isAligned(toMultipleOf: intervalSeconds), case .constant(let quality, _) = shape.qualities
        {
            let skipped = max(0, (span.start - first) / intervalSeconds)
            let wanted = min(Int64(count), (span.end - first) / intervalSeconds)
            guard skipped < wanted else { return }
            add(
                run: UnsafeBufferPointer(rebasing: values[Int(skipped)..<Int(wanted)]),
                from: first + skipped * intervalSeconds, isEstimate: quality.isEstimate)
        } else {
            let qualities = shape.qualities.qualities
            for (index, start) in shape.timeline.starts.enumerated() {
                add(values[index], at: start, isEstimate: qualities[index].isEstimate)
            }
        }
    }

    /// `run` lies inside the span, aligned and without gaps.
    private mutating func add(run: UnsafeBufferPointer<Double>, from first: Timestamp, isEstimate: Bool) {
        let offset = first - span.start
        let hour = Int(offset / 3600)
        let phase = Int(offset % 3600 / intervalSeconds)
        let touched = hour..<hour + (phase + run.count + expectedPerHour - 1) / expectedPerHour
        let before = isEstimate ? Array(counts[touched]) : []
        sums.withUnsafeMutableBufferPointer { sums in
            minima.withUnsafeMutableBufferPointer { minima in
                maxima.withUnsafeMutableBufferPointer { maxima in
                    counts.withUnsafeMutableBufferPointer { counts in
                        guard let sums = sums.baseAddress, let minima = minima.baseAddress,
                            let maxima = maxima.baseAddress, let counts = counts.baseAddress
                        else { return }
                        ctk_add_groups(
                            run.baseAddress, run.count, expectedPerHour, phase, sums + hour, minima + hour,
                            maxima + hour, counts + hour)
                    }
                }
            }
        }
        for (hour, before) in zip(touched, before) { estimatedCounts[hour] += counts[hour] - before }
    }

    private mutating func add(_ value: Double, at start: Timestamp, isEstimate: Bool) {
        guard span.contains(start) else { return }
        let hour = Int((start - span.start) / 3600)
        let isFirst = counts[hour] == 0
        sums[hour] += value
        minima[hour] = isFirst ? value : min(minima[hour], value)
        maxima[hour] = isFirst ? value : max(maxima[hour], value)
        counts[hour] += 1
        if isEstimate { estimatedCounts[hour] += 1 }
    }
}

extension TimeSpan {
    /// The whole UTC hours that the span touches.
    package var wideningToHours: TimeSpan {
        TimeSpan(start: start.floored(toMultipleOf: 3600), end: (end + 3599).floored(toMultipleOf: 3600))
    }
}
