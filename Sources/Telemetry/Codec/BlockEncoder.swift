internal import CTelemetryKernels
public import GridModel

/// Encodes one block after the other into memory that it reuses, for bulk work.
public struct BlockEncoder: Sendable {
    /// The bytes of the block encoded last. Read them in place (`withUnsafeBytes`): a copy kept
    /// past the next call costs an allocation.
    public private(set) var payload: [UInt8] = []
    private var integers: [Int64] = []
    private var column: [UInt8] = []

    public init() {}

    /// - Throws: `.empty`, `.tooManyReadings` or `.startOutsideAcceptedRange`.
    public mutating func encode(_ block: ReadingBlock) throws(BlockCodecError) -> BlockSummary {
        let timeline = BlockTimeline(of: block.starts)
        let qualities = BlockQualities.listed(block.qualities)
        return try block.values.withUnsafeBufferPointer { (values) throws(BlockCodecError) in
            try encode(values, timeline: timeline, first: block.starts.first, last: block.starts.last, qualities)
        }
    }

    /// Encodes a run without gaps straight from memory.
    ///
    /// - Throws: `.empty`, `.tooManyReadings` or `.startOutsideAcceptedRange`.
    public mutating func encode(
        regularFrom first: Timestamp, intervalSeconds: Int64, values: UnsafeBufferPointer<Double>,
        quality: Quality = .measured
    ) throws(BlockCodecError) -> BlockSummary {
        let step = max(1, intervalSeconds)
        guard values.count <= BlockCodec.maximumCount else { throw .tooManyReadings(values.count) }
        guard step <= 1 << 34, Timestamp.acceptedRange.contains(first) else { throw .startOutsideAcceptedRange(first) }
        return try encode(
            values, timeline: .regular(first: first, stepSeconds: step, count: values.count), first: first,
            last: first + Int64(max(0, values.count - 1)) * step, .constant(quality, count: values.count))
    }

    private mutating func encode(
        _ values: UnsafeBufferPointer<Double>, timeline: BlockTimeline, first: Timestamp?, last: Timestamp?,
        _ qualities: BlockQualities
    ) throws(BlockCodecError) -> BlockSummary {
        guard let source = values.baseAddress, let first, let last, let lastValue = values.last else { throw .empty }
        guard values.count <= BlockCodec.maximumCount else { throw .tooManyReadings(values.count) }
        for start in [first, last] where !Timestamp.acceptedRange.contains(start) {
            throw .startOutsideAcceptedRange(start)
        }
        payload.removeAll(keepingCapacity: true)
        payload.append(BlockCodec.version)
        payload.append(0)
        payload.append(varint: UInt64(values.count))
        payload.append(zigzag: first.secondsSinceEpoch)
        let timelineForm = timeline.write(to: &payload)
        let qualitiesAreRuns = qualities.write(to: &payload)
        let valuesForm = appendValues(source, count: values.count)
        payload[1] = timelineForm.rawValue | (qualitiesAreRuns ? 4 : 0) | valuesForm << 4
        payload.append(
            littleEndian: payload.withUnsafeBytes { BlockLayout.checksum(of: $0, length: $0.count) })
        return summary(of: source, count: values.count, first: first, last: last, lastValue: lastValue, qualities)
    }

    private mutating func appendValues(_ source: UnsafePointer<Double>, count: Int) -> UInt8 {
        let bound = ctk_encoded_bound(count)
        if column.count < bound { column = [UInt8](repeating: 0, count: bound) }
        if integers.count < count { integers = [Int64](repeating: 0, count: count) }
        var form: UInt8 = 0
        let length = column.withUnsafeMutableBufferPointer { column in
            integers.withUnsafeMutableBufferPointer { integers in
                ctk_encode_values(source, count, column.baseAddress, integers.baseAddress, &form)
            }
        }
        payload.append(contentsOf: column[..<length])
        return form
    }

    private func summary(
        of source: UnsafePointer<Double>, count: Int, first: Timestamp, last: Timestamp, lastValue: Double,
        _ qualities: BlockQualities
    ) -> BlockSummary {
        var sum = 0.0
        var minimum = 0.0
        var maximum = 0.0
        let isAnyFinite = ctk_statistics(source, count, &sum, &minimum, &maximum) > 0
        let lastQuality: Quality =
            switch qualities {
            case .constant(let quality, _): quality
            case .listed(let all): all.last ?? .measured
            }
        return BlockSummary(
            count: count, minimum: isAnyFinite ? minimum : .nan, maximum: isAnyFinite ? maximum : .nan,
            sum: isAnyFinite ? sum : .nan, firstStart: first, lastStart: last, lastValue: lastValue,
            lastQuality: lastQuality, estimatedCount: qualities.estimatedCount)
    }
}
