package import GridModel

/// The unit of a request's timestamps.
package enum LinePrecision: Int64, Sendable {
    case nanoseconds = 1_000_000_000
    case microseconds = 1_000_000
    case milliseconds = 1000
    case seconds = 1

    /// By the names of InfluxDB's API, version 1 and 2.
    package init?(name: String) {
        switch name {
        case "ns", "n": self = .nanoseconds
        case "us", "u", "µ": self = .microseconds
        case "ms": self = .milliseconds
        case "s": self = .seconds
        default: return nil
        }
    }

    package static let names = "ns, us, ms or s"

    /// The moment of a timestamp; nil when it is not a whole second.
    package func moment(_ timestamp: Int64) -> Timestamp? {
        let (seconds, rest) = timestamp.quotientAndRemainder(dividingBy: rawValue)
        return rest == 0 ? Timestamp(secondsSinceEpoch: seconds) : nil
    }
}
