/// Why a poll did not succeed, in words for the people who run the connector. Holds no key and no query.
public enum ConnectorError: Error, Hashable, Sendable {
    /// The connection failed, broke off or took too long.
    case unreachable(String)
    /// 5xx.
    case serverFailed(status: Int)
    /// 429, or 503 with a time: the provider asks to wait.
    case overLimit(retryAfterSeconds: Int64?)
    /// Another status: the request itself is not wanted.
    case refused(status: Int, reason: String)
    /// The answer is not of the shape or in the units that are known.
    case unexpected(String)
    /// The settings do not allow a poll.
    case misconfigured(String)
    /// There is nothing to ask for yet.
    case nothingToAsk(String)
    /// The answer was good, but our own database did not take it.
    case notStored(String)
    /// The day's calls are used up.
    case quotaUsedUp(calls: Int)

    /// Whether the same request may succeed soon, without anybody changing anything.
    public var isTransient: Bool {
        switch self {
        case .unreachable, .serverFailed, .overLimit, .notStored: true
        case .refused, .unexpected, .misconfigured, .nothingToAsk, .quotaUsedUp: false
        }
    }
}

extension ConnectorError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreachable(let reason): "The provider could not be reached: \(reason)."
        case .serverFailed(let status): "The provider failed (HTTP \(status))."
        case .overLimit(let seconds):
            "The provider asks to wait" + (seconds.map { " \($0) s" } ?? "") + ": too many requests."
        case .refused(let status, let reason): "The provider refused the request (HTTP \(status)): \(reason)"
        case .unexpected(let reason): "The provider's answer was not understood: \(reason)"
        case .misconfigured(let reason), .nothingToAsk(let reason): reason
        case .notStored(let reason): "The answer could not be stored: \(reason)"
        case .quotaUsedUp(let calls): "The day's \(calls) calls are used up; polling goes on at 00:00 UTC."
        }
    }
}
