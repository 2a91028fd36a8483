public import GridModel

/// Readings of many series as columns of equal length, in the order they came.
public struct ReadingBatch: Sendable {
    public private(set) var series: [SeriesID] = []
    public private(set) var starts: [Timestamp] = []
    /// Each in the unit of its series.
    public private(set) var values: [Double] = []
    public private(set) var qualities: [Quality] = []

    public init() {}

    init(series: [SeriesID], starts: [Timestamp], values: [Double], qualities: [Quality]) {
        self.series = series
        self.starts = starts
        self.values = values
        self.qualities = qualities
    }

    public var count: Int { series.count }
    public var isEmpty: Bool { series.isEmpty }

    public subscript(index: Int) -> Reading {
        Reading(start: starts[index], value: values[index], quality: qualities[index])
    }

    public mutating func append(_ id: SeriesID, _ reading: Reading) {
        series.append(id)
        starts.append(reading.start)
        values.append(reading.value)
        qualities.append(reading.quality)
    }

    /// By series, then by start; several readings of one interval in the order they came, but for those that only
    /// repeat the one before.
    public func sorted() -> ReadingBatch {
        if isSorted { return self }
        let order = series.indices.sorted { a, b in
            if series[a] != series[b] { return series[a] < series[b] }
            return (starts[a], a) < (starts[b], b)
        }
        var sorted = ReadingBatch()
        for (place, index) in order.enumerated() {
            if place + 1 < order.count, series[order[place + 1]] == series[index],
                starts[order[place + 1]] == starts[index], self[order[place + 1]].saysTheSame(as: self[index])
            {
                continue
            }
            sorted.append(series[index], self[index])
        }
        return sorted
    }

    private var isSorted: Bool {
        series.indices.dropFirst().allSatisfy { index in
            series[index - 1] < series[index]
                || (series[index - 1] == series[index] && starts[index - 1] < starts[index])
        }
    }

    /// The same readings in as many batches as it takes to hold no more than so many each.
    public func parts(atMost limit: Int) -> [ReadingBatch] {
        guard count > limit else { return [self] }
        return stride(from: 0, to: count, by: max(1, limit)).map { first in
            let range = first..<Swift.min(count, first + max(1, limit))
            return ReadingBatch(
                series: Array(series[range]), starts: Array(starts[range]), values: Array(values[range]),
                qualities: Array(qualities[range]))
        }
    }

    /// Where each series' readings lie, in a sorted batch, ascending.
    public var runs: [(series: SeriesID, range: Range<Int>)] {
        var runs: [(series: SeriesID, range: Range<Int>)] = []
        var low = 0
        while low < count {
            var high = low + 1
            while high < count, series[high] == series[low] { high += 1 }
            runs.append((series[low], low..<high))
            low = high
        }
        return runs
    }
}
