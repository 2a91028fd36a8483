import GridModel
import Persistence
import Telemetry

/// Counts measured readings that came late, where there are any: what comes in time costs a comparison.
struct Lateness {
    /// What is older was not late but is brought in afterwards, such as a file of last year.
    private static let longestSeconds: Int64 = 31 * 86_400
    private static let shortestSeconds: Int64 = 60

    private let session: TenantSession
    private var lateSeconds: Int64?
    private var counts: [LateHour: Int] = [:]

    init(_ session: TenantSession) {
        self.session = session
    }

    /// - Parameters:
    ///   - stored: what was there before; a reading that is there already has come before.
    ///   - latest: when the last of them arrived.
    ///   - arrival: when the reading of an interval did; nil: not known, and then it is not counted.
    mutating func count(
        _ incoming: ReadingBlock, besides stored: ReadingBlock?, of series: SeriesID, intervalSeconds: Int64,
        latest: Timestamp, arrival: (Timestamp) -> Timestamp?
    ) throws {
        guard let first = incoming.starts.first, latest - (first + intervalSeconds) > Self.shortestSeconds else {
            return
        }
        if lateSeconds == nil { lateSeconds = Int64(try VEESettings.stored(session).lateMinutes * 60) }
        let threshold = lateSeconds ?? .max
        for index in incoming.starts.indices where incoming.qualities[index] == .measured {
            let start = incoming.starts[index]
            guard latest - (start + intervalSeconds) > threshold else { return }
            guard let arrived = arrival(start) else { continue }
            let delay = arrived - (start + intervalSeconds)
            guard delay > threshold, delay <= Self.longestSeconds, stored?.index(of: start) == nil else { continue }
            counts[LateHour(series: series, start: start.floored(toMultipleOf: 3600)), default: 0] += 1
        }
    }

    /// Adds what was counted to what is stored.
    mutating func store() throws {
        guard !counts.isEmpty else { return }
        try LateReadingRepository(session).add(counts)
        counts.removeAll(keepingCapacity: true)
    }
}
