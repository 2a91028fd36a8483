import GridModel

/// Gathers readings by series until there are enough to deliver.
struct ReadingsBatch {
    private var readings: [[Reading]] = []
    private(set) var count = 0

    mutating func add(_ reading: Reading, to channel: Int) {
        while readings.count <= channel { readings.append([]) }
        readings[channel].append(reading)
        count += 1
    }

    mutating func drain(_ series: [Series]) -> [SeriesReadings] {
        let full = zip(series, readings).filter { !$0.1.isEmpty }.map { SeriesReadings(series: $0, readings: $1) }
        for index in readings.indices { readings[index].removeAll(keepingCapacity: true) }
        count = 0
        return full
    }
}
