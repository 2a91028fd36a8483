/// Why Redis did not do something.
public enum RedisError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no connection now; one is being tried.
    case notConnected
    /// It cannot be reached, and why.
    case unreachable(String)
    /// The connection ended, or an answer did not come in time: whether it was done is not known.
    case broken
    /// More requests wait for their answers than are allowed to.
    case tooManyWaiting
    /// What came is not RESP3, or more than is taken.
    case notUnderstood(String)
    /// The server's own words, such as `WRONGPASS …`.
    case refused(String)

    public var description: String {
        switch self {
        case .notConnected: "Redis is not connected."
        case .unreachable(let cause): "Redis cannot be reached: \(cause)"
        case .broken: "The connection to Redis broke, or it did not answer in time."
        case .tooManyWaiting: "Too many requests wait for Redis."
        case .notUnderstood(let what): "Redis answered something that is not understood: \(what)."
        case .refused(let words): "Redis refuses: \(words)"
        }
    }
}
