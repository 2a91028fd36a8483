public import GridModel

/// Rows of a table that are older than they are kept.
public struct RetentionStock: Hashable, Sendable {
    public var rows = 0
    /// What their values take, without what the engine adds to a row.
    public var bytes = 0
    /// The earliest and latest moments they are of; nil without rows.
    public var first: Timestamp?
    public var last: Timestamp?

    public init(rows: Int = 0, bytes: Int = 0, first: Timestamp? = nil, last: Timestamp? = nil) {
        self.rows = rows
        self.bytes = bytes
        self.first = first
        self.last = last
    }

    public mutating func add(_ other: RetentionStock) {
        rows += other.rows
        bytes += other.bytes
        first = [first, other.first].compactMap(\.self).min()
        last = [last, other.last].compactMap(\.self).max()
    }

    init(_ row: any SQLRow) {
        self.init(rows: row.int(0), bytes: row.int(1), first: row.optionalTimestamp(2), last: row.optionalTimestamp(3))
    }
}
