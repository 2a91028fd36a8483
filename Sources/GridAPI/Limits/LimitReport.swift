import HTTPTypes
import Identity
import Synchronization

/// The limits that one request was counted against; its answer tells of the one with the least left.
package final class LimitReport: Sendable {
    struct Line: Hashable, Sendable {
        let name: String
        let limit: RateLimit
        let decision: RateDecision

        fileprivate var shareLeft: Double {
            decision.isAllowed ? Double(decision.remaining) / Double(limit.burst) : -1
        }
    }

    private let tightest = Mutex<Line?>(nil)

    init() {}

    func note(_ line: Line) {
        tightest.withLock { tightest in
            if let known = tightest, known.shareLeft <= line.shareLeft { return }
            tightest = line
        }
    }

    /// As draft-ietf-httpapi-ratelimit-headers-10 writes it, and the three fields of its earlier versions, which
    /// clients know better.
    func write(to headers: inout HTTPFields) {
        guard let line = tightest.withLock({ $0 }) else { return }
        let (limit, decision) = (line.limit, line.decision)
        headers[.rateLimitPolicy] = "\"\(line.name)\";q=\(limit.burst);w=\(limit.windowSeconds)"
        headers[.rateLimit] = "\"\(line.name)\";r=\(decision.remaining);t=\(decision.resetSeconds)"
        headers[.rateLimitLimit] = String(limit.burst)
        headers[.rateLimitRemaining] = String(decision.remaining)
        headers[.rateLimitReset] = String(decision.resetSeconds)
    }
}

extension HTTPField.Name {
    static let rateLimitPolicy = HTTPField.Name("RateLimit-Policy")!
    static let rateLimit = HTTPField.Name("RateLimit")!
    static let rateLimitLimit = HTTPField.Name("RateLimit-Limit")!
    static let rateLimitRemaining = HTTPField.Name("RateLimit-Remaining")!
    static let rateLimitReset = HTTPField.Name("RateLimit-Reset")!
}
