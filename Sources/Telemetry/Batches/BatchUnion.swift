public import GridModel

/// The readings of several batches, put together by series.
///
/// Where an interval of a series comes more than once, the order is kept: the readings come in layers,
/// each of which holds an interval once, to be merged one after the other. So what replaced what is known.
public struct BatchUnion: Sendable {
    private struct Run {
        let series: SeriesID
        let batch: Int
        let range: Range<Int>
    }

    private let batches: [ReadingBatch]
    private let runs: [Run]
    /// Where the runs of each series begin, and the end.
    private let firstRuns: [Int]

    /// Ascending.
    public let series: [SeriesID]

    /// - Parameter batches: sorted each, in the order they were accepted.
    public init(_ batches: [ReadingBatch]) {
        self.batches = batches
        var runs: [Run] = []
        runs.reserveCapacity(batches.reduce(0) { $0 + $1.count })
        for (number, batch) in batches.enumerated() {
            for (series, range) in batch.runs { runs.append(Run(series: series, batch: number, range: range)) }
        }
        if batches.count > 1 { runs.sort { ($0.series, $0.batch) < ($1.series, $1.batch) } }
        var series: [SeriesID] = []
        var firstRuns: [Int] = []
        for (index, run) in runs.enumerated() where series.last != run.series {
            series.append(run.series)
            firstRuns.append(index)
        }
        firstRuns.append(runs.count)
        self.runs = runs
        self.series = series
        self.firstRuns = firstRuns
    }

    /// The readings of `series[index]`.
    public func layers(at index: Int) -> [BatchLayer] {
        let runs = runs[firstRuns[index]..<firstRuns[index + 1]]
        let count = runs.reduce(0) { $0 + $1.range.count }
        var starts: [Timestamp] = []
        var values: [Double] = []
        var qualities: [Quality] = []
        var origins: [Int] = []
        starts.reserveCapacity(count)
        values.reserveCapacity(count)
        qualities.reserveCapacity(count)
        origins.reserveCapacity(count)
        var isAscending = true
        for run in runs {
            let batch = batches[run.batch]
            if let last = starts.last, last >= batch.starts[run.range.lowerBound] { isAscending = false }
            // A batch may hold several readings of one interval that contradict each other.
            for place in run.range.dropFirst() where batch.starts[place - 1] >= batch.starts[place] {
                isAscending = false
            }
            starts.append(contentsOf: batch.starts[run.range])
            values.append(contentsOf: batch.values[run.range])
            qualities.append(contentsOf: batch.qualities[run.range])
            origins.append(contentsOf: repeatElement(run.batch, count: run.range.count))
        }
        if isAscending {
            return [
                BatchLayer(
                    block: ReadingBlock(uncheckedStarts: starts, values: values, qualities: qualities),
                    origins: origins)
            ]
        }
        var layers: [[Int]] = []
        var depth = 0
        var last: Timestamp?
        for place in starts.indices.sorted(by: { (starts[$0], $0) < (starts[$1], $1) }) {
            depth = starts[place] == last ? depth + 1 : 0
            last = starts[place]
            if depth == layers.count { layers.append([]) }
            layers[depth].append(place)
        }
        return layers.map { places in
            BatchLayer(
                block: ReadingBlock(
                    uncheckedStarts: places.map { starts[$0] }, values: places.map { values[$0] },
                    qualities: places.map { qualities[$0] }),
                origins: places.map { origins[$0] })
        }
    }
}

/// Readings of one series, each interval once.
public struct BatchLayer: Hashable, Sendable {
    public let block: ReadingBlock
    /// Of each reading, the index of the batch it came in.
    public let origins: [Int]

    /// The batch that brought the reading of that interval.
    public func origin(of start: Timestamp) -> Int? { block.index(of: start).map { origins[$0] } }
}
