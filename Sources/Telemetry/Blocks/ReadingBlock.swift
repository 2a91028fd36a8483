public import GridModel

/// Readings of one series as three columns of equal length, ascending by start, each start once.
///
/// Equality and hashing take values bit by bit: a NaN equals itself, and −0 is not 0.
public struct ReadingBlock: Sendable {
    public let starts: [Timestamp]
    /// In the series' unit.
    public let values: [Double]
    public let qualities: [Quality]

    public init() {
        self.init(uncheckedStarts: [], values: [], qualities: [])
    }

    /// Sorts by start; of readings with the same start the last one given stays.
    public init(_ readings: some Sequence<Reading>) {
        let sorted = readings.sortedByStartKeepingLast()
        self.init(
            uncheckedStarts: sorted.map(\.start), values: sorted.map(\.value), qualities: sorted.map(\.quality))
    }

    /// Readings in any order as blocks to be merged one after the other: of several for one interval each is in a
    /// block of its own, in the order given. Nearly always one block; none of no readings.
    public static func layers(_ readings: some Sequence<Reading>) -> [ReadingBlock] {
        let readings = Array(readings)
        let isAscending = zip(readings, readings.dropFirst()).allSatisfy { $0.start < $1.start }
        if isAscending { return readings.isEmpty ? [] : [ReadingBlock(readings)] }
        var layers: [[Reading]] = []
        var depth = 0
        var last: Timestamp?
        for (_, reading) in readings.enumerated().sorted(by: {
            ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
        }) {
            depth = reading.start == last ? depth + 1 : 0
            last = reading.start
            if depth == layers.count { layers.append([]) }
            layers[depth].append(reading)
        }
        return layers.map { ReadingBlock($0) }
    }

    /// - Throws: `BlockCodecError.columnsDiffer` or `.unsorted`.
    public init(starts: [Timestamp], values: [Double], qualities: [Quality]) throws(BlockCodecError) {
        guard starts.count == values.count, starts.count == qualities.count else { throw .columnsDiffer }
        for index in starts.indices.dropFirst() where starts[index - 1] >= starts[index] {
            throw .unsorted(at: index)
        }
        self.init(uncheckedStarts: starts, values: values, qualities: qualities)
    }

    /// A run without gaps.
    public init(
        regularFrom first: Timestamp, intervalSeconds: Int64, values: [Double], quality: Quality = .measured
    ) {
        let step = max(1, intervalSeconds)
        self.init(
            uncheckedStarts: values.indices.map { first + Int64($0) * step }, values: values,
            qualities: Array(repeating: quality, count: values.count))
    }

    init(uncheckedStarts starts: [Timestamp], values: [Double], qualities: [Quality]) {
        self.starts = starts
        self.values = values
        self.qualities = qualities
    }

    public var count: Int { starts.count }
    public var isEmpty: Bool { starts.isEmpty }
    public var readings: [Reading] { starts.indices.map { self[$0] } }

    public subscript(index: Int) -> Reading {
        Reading(start: starts[index], value: values[index], quality: qualities[index])
    }

    /// Where the reading of the interval that begins at `start` is.
    public func index(of start: Timestamp) -> Int? {
        let index = lowerBound(start)
        return index < count && starts[index] == start ? index : nil
    }

    /// The readings whose intervals begin in `span`.
    public func clipped(to span: TimeSpan) -> ReadingBlock {
        let low = lowerBound(span.start)
        let high = max(low, lowerBound(span.end))
        guard low > 0 || high < count else { return self }
        return ReadingBlock(
            uncheckedStarts: Array(starts[low..<high]), values: Array(values[low..<high]),
            qualities: Array(qualities[low..<high]))
    }

    /// The first index whose start is not before `moment`.
    private func lowerBound(_ moment: Timestamp) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] < moment { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension ReadingBlock: Hashable {
    public static func == (a: ReadingBlock, b: ReadingBlock) -> Bool {
        a.starts == b.starts && a.qualities == b.qualities
            && a.values.elementsEqual(b.values) { $0.bitPattern == $1.bitPattern }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(starts)
        hasher.combine(qualities)
        for value in values { hasher.combine(value.bitPattern) }
    }
}

extension Sequence<Reading> {
    /// Ascending by start; of readings with the same start the last one given stays.
    func sortedByStartKeepingLast() -> [Reading] {
        let readings = Array(self)
        let isAscending = zip(readings, readings.dropFirst()).allSatisfy { $0.start < $1.start }
        if isAscending { return readings }
        // Swift's sort is stable in practice but not by contract: the position decides ties.
        let sorted = readings.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
        var kept: [Reading] = []
        kept.reserveCapacity(sorted.count)
        for (_, reading) in sorted {
            if kept.last?.start == reading.start { kept.removeLast() }
            kept.append(reading)
        }
        return kept
    }
}
