/// A moment as whole seconds since 1970-01-01T00:00:00Z (POSIX time, leap seconds ignored).
public struct Timestamp: Hashable, Comparable, Sendable {
    public let secondsSinceEpoch: Int64

    public init(secondsSinceEpoch: Int64) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    public static let epoch = Timestamp(secondsSinceEpoch: 0)

    /// The earliest and latest moments the platform accepts: 1900-01-01 and 2200-01-01.
    public static let acceptedRange =
        Timestamp(secondsSinceEpoch: -2_208_988_800)..<Timestamp(secondsSinceEpoch: 7_258_118_400)

    public static func < (a: Timestamp, b: Timestamp) -> Bool {
        a.secondsSinceEpoch < b.secondsSinceEpoch
    }

    public static func + (a: Timestamp, seconds: Int64) -> Timestamp {
        Timestamp(secondsSinceEpoch: a.secondsSinceEpoch + seconds)
    }

    public static func - (a: Timestamp, seconds: Int64) -> Timestamp {
        Timestamp(secondsSinceEpoch: a.secondsSinceEpoch - seconds)
    }

    /// Seconds from `b` to `a`.
    public static func - (a: Timestamp, b: Timestamp) -> Int64 {
        a.secondsSinceEpoch - b.secondsSinceEpoch
    }

    /// The greatest multiple of `seconds` since the epoch that is not after this moment.
    public func floored(toMultipleOf seconds: Int64) -> Timestamp {
        let remainder = secondsSinceEpoch % seconds
        return Timestamp(secondsSinceEpoch: secondsSinceEpoch - (remainder < 0 ? remainder + seconds : remainder))
    }

    public func isAligned(toMultipleOf seconds: Int64) -> Bool {
        secondsSinceEpoch % seconds == 0
    }
}
