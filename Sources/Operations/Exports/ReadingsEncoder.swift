import GridModel

/// Writes an export's readings in one format: `begin`, then rows, then `end`. Each call returns the bytes that are
/// ready.
protocol ReadingsEncoder {
    mutating func begin() throws -> [UInt8]

    /// The next rows of a series, ascending; the series come one after the other.
    /// - Parameter series: its place in the plan.
    mutating func add(_ rows: [ExportRow], of series: Int) throws -> [UInt8]

    /// One time of the wide layout.
    /// - Parameter cells: one for each series of the plan; nil where it has nothing.
    mutating func add(at start: Timestamp, _ cells: [ExportRow?]) throws -> [UInt8]

    mutating func end() throws -> [UInt8]
}
