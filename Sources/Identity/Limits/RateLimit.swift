/// How often something may be done: so many at once, and so many a minute after that.
public struct RateLimit: Hashable, Sendable, CustomStringConvertible {
    /// What both figures lie in.
    public static let accepted = 1...10_000_000

    public let perMinute: Int
    /// How many may come at once after a time of quiet.
    public let burst: Int

    /// - Parameters:
    ///   - perMinute: at least 1.
    ///   - burst: at least 1; nil: a tenth of a minute's, at least 1.
    public init(perMinute: Int, burst: Int? = nil) {
        self.perMinute = max(perMinute, 1)
        self.burst = max(burst ?? perMinute / 10, 1)
    }

    /// Reads `600` or `600/100`, a minute's number and the burst. Nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
        }
        guard (1...2).contains(parts.count), numbers.count == parts.count, numbers.allSatisfy(Self.accepted.contains)
        else { return nil }
        self.init(perMinute: numbers[0], burst: numbers.count == 2 ? numbers[1] : nil)
    }

    /// In which the whole burst comes back: `w` of the policy that clients are told.
    public var windowSeconds: Int { max(1, Int((Double(burst) / perSecond).rounded(.up))) }

    public var description: String { "\(perMinute)/\(burst)" }

    var perSecond: Double { Double(perMinute) / 60 }
}
