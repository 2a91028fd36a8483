import GridModel

/// Rows whose local time the clock shows twice, held until the rows around them tell which moment each means.
///
/// A lane is a series of the long layout, or the rows of the wide one. What is held is bounded: a run is an hour's
/// rows, twice, and all lanes together hold no more than `bytesLimit`.
struct HeldRows {
    struct Row {
        let record: CSVRecord
        let times: RepeatedTimes.Pair
        /// As it is written.
        let text: String
    }

    /// An hour of minutes, twice, and as much again.
    private static let rowsLimit = 240
    private static let bytesLimit = 128 << 20
    /// The two hours of one change of the clock; others are half a year away.
    private static let runSeconds: Int64 = 4 * 3600

    private struct Lane {
        var before: Timestamp?
        var rows: [Row] = []
    }

    private var lanes: [Lane] = []
    private var bytes = 0

    /// The lanes that hold rows.
    var waiting: [Int] { lanes.indices.filter { !lanes[$0].rows.isEmpty } }

    /// Whether a lane holds rows, of another change of the clock than the one of `moment` where that is repeated too.
    func isWaiting(_ lane: Int, otherThan moment: Timestamp? = nil) -> Bool {
        guard lane < lanes.count, let last = lanes[lane].rows.last else { return false }
        return moment.map { abs($0 - last.times.first) > Self.runSeconds } ?? true
    }

    /// False when there is no room.
    mutating func hold(_ row: Row, in lane: Int) -> Bool {
        reach(lane)
        let size = Self.size(row)
        guard lanes[lane].rows.count < Self.rowsLimit, bytes + size <= Self.bytesLimit else { return false }
        lanes[lane].rows.append(row)
        bytes += size
        return true
    }

    /// The rows of a lane and the moment of the row before them; it holds none after that.
    mutating func take(_ lane: Int) -> (before: Timestamp?, rows: [Row]) {
        defer {
            bytes -= lanes[lane].rows.reduce(0) { $0 + Self.size($1) }
            lanes[lane].rows = []
        }
        return (lanes[lane].before, lanes[lane].rows)
    }

    mutating func note(_ moment: Timestamp, in lane: Int) {
        reach(lane)
        lanes[lane].before = moment
    }

    private mutating func reach(_ lane: Int) {
        while lanes.count <= lane { lanes.append(Lane()) }
    }

    private static func size(_ row: Row) -> Int {
        row.record.bytes.count + row.record.ends.count * MemoryLayout<Int>.stride + row.text.utf8.count + 192
    }
}
