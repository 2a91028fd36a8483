/// How long a failed job waits before its next attempt: twice as long each time, up to an hour,
/// less a random part so that jobs that failed together do not come back together.
package struct RetryBackoff: Sendable {
    private static let firstSeconds: Int64 = 30
    private static let longestSeconds: Int64 = 3600

    private let random: @Sendable () -> Double

    /// - Parameter random: uniform in 0…1.
    package init(random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) }) {
        self.random = random
    }

    /// - Parameter attempt: the one that failed, from 1.
    /// - Returns: half to the whole of 30 s · 2^(attempt − 1), at most an hour.
    package func seconds(after attempt: Int) -> Int64 {
        let doublings = min(max(0, attempt - 1), 16)
        let whole = min(Self.longestSeconds, Self.firstSeconds << Int64(doublings))
        return Int64((Double(whole) * (0.5 + 0.5 * min(1, max(0, random())))).rounded(.up))
    }
}
