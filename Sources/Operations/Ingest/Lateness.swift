import GridModel
import Persistence
import Telemetry

/// Counts measured readings that came late, where there are any: what comes in time costs a comparison.
struct Lateness {
    /// What is older was not late but is brought in afterwards, such as a file of last year.
    private static let longestSeconds: Int64 = 31 * 86_400
    private static let shortestSeconds: Int64 = 60

    var isCounting = false
    private let session: TenantSession
    private let now: Timestamp
    private var lateSeconds: Int64?
    private var counts: [Timestamp: Int] = [:]

    init(_ session: TenantSession, now: Timestamp) {
        self.session = session
        self.now = now
    }

    /// - Parameter stored: what was there before; a reading that is there already has come before.
    mutating func count(_ incoming: ReadingBlock, besides stored: ReadingBlock?, intervalSeconds: Int64) throws {
        guard isCounting, let first = incoming.starts.first,
            now - (first + intervalSeconds) > Self.shortestSeconds
        else { return }
        if lateSeconds == nil { lateSeconds = Int64(try VEESettings.stored(session).lateMinutes * 60) }
        let threshold = lateSeconds ?? .max
        for index in incoming.starts.indices where incoming.qualities[index] == .measured {
            let start = incoming.starts[index]
            let delay = now - (start + intervalSeconds)
            guard delay > threshold else { return }
            guard delay <= Self.longestSeconds, stored?.index(of: start) == nil else { continue }
            counts[start.floored(toMultipleOf: 3600), default: 0] += 1
        }
    }

    mutating func store(of series: SeriesID) throws {
        try LateReadingRepository(session).add(counts, of: series)
        counts.removeAll(keepingCapacity: true)
    }
}
