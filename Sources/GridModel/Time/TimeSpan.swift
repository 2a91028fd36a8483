/// A half-open stretch of time: `start` belongs to it, `end` does not.
public struct TimeSpan: Hashable, Sendable {
    public let start: Timestamp
    public let end: Timestamp

    /// An end before the start makes an empty span at `start`.
    public init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = max(start, end)
    }

    public var seconds: Int64 { end - start }
    public var isEmpty: Bool { start == end }

    public func contains(_ moment: Timestamp) -> Bool {
        start <= moment && moment < end
    }

    public func intersection(_ other: TimeSpan) -> TimeSpan {
        TimeSpan(start: max(start, other.start), end: min(end, other.end))
    }
}
