internal import CTelemetryKernels
import GridModel

/// What is wrong with one reading of a column.
public struct ColumnFault: Error, Hashable, Sendable {
    /// Its place in the column's values.
    public let index: Int
    public let fault: ReadingFault
}

extension ReadingValidator {
    /// Everything wrong with the column's readings, at most `limit` faults; empty when they are accepted.
    ///
    /// The same rules as for single readings, and one more: the column's interval is the series'. What is wrong
    /// with the whole column is one fault, of its first place.
    public func faults(in column: ReadingColumn, limit: Int) -> [ColumnFault] {
        guard column.count > 0, !isAccepted(column) else { return [] }
        if let seriesFault { return [ColumnFault(index: 0, fault: seriesFault)] }
        guard column.intervalSeconds == intervalSeconds else {
            return [
                ColumnFault(
                    index: 0,
                    fault: ReadingFault(
                        field: .start, message: "The readings are \(column.intervalSeconds) s apart.",
                        expected: "the series' interval of \(intervalSeconds) s"))
            ]
        }
        var faults: [ColumnFault] = []
        var missing = column.missing[...]
        var start = column.start
        for (index, value) in column.values.enumerated() where faults.count < limit {
            defer { start = Timestamp(secondsSinceEpoch: start.secondsSinceEpoch &+ intervalSeconds) }
            if missing.first == index {
                missing.removeFirst()
                continue
            }
            let reading = Reading(start: start, value: value, quality: column.quality)
            if isAccepted(reading) { continue }
            faults += self.faults(in: reading).map { ColumnFault(index: index, fault: $0) }
        }
        return Array(faults.prefix(limit))
    }

    /// One pass over the values, for the columns that are sound and without gaps: nearly all.
    private func isAccepted(_ column: ReadingColumn) -> Bool {
        guard column.missing.isEmpty, column.intervalSeconds == intervalSeconds, let first = column.values.first,
            let last = column.values.last, isAccepted(Reading(start: column.start, value: first))
        else { return false }
        // The column's end cannot overflow: its start is accepted and its length lies in memory.
        guard isAccepted(Reading(start: column.start(at: column.values.count - 1), value: last)) else { return false }
        var sum = 0.0
        var least = 0.0
        var greatest = 0.0
        let finite = column.values.withUnsafeBufferPointer { values in
            values.baseAddress.map { ctk_statistics($0, values.count, &sum, &least, &greatest) } ?? 0
        }
        return finite == column.values.count && range.contains(least) && range.contains(greatest)
    }
}
