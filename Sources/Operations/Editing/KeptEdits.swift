import GridModel
import Persistence
import Telemetry

/// Keeps what people put in a reading's place when that same reading is sent again.
///
/// A head-end system repeats its day and an operator uploads a file twice: a reading that says what the edit replaced
/// says nothing new. One that says something else does, and replaces the edit.
struct KeptEdits {
    private let edits: EditRepository

    init(_ session: TenantSession) {
        edits = EditRepository(session)
    }

    /// The incoming readings; where one repeats what an edit that stands replaced, what the edit put there instead.
    func callAsFunction(
        _ incoming: ReadingBlock, over stored: ReadingBlock?, of series: SeriesID
    ) throws -> ReadingBlock {
        guard let stored, stored.qualities.contains(where: Self.isByHand) else { return incoming }
        var contested: [Timestamp: Reading] = [:]
        for reading in incoming.readings {
            guard let index = stored.index(of: reading.start), Self.isByHand(stored.qualities[index]) else { continue }
            contested[reading.start] = stored[index]
        }
        guard let first = contested.keys.min(), let last = contested.keys.max() else { return incoming }
        let history = Dictionary(
            grouping: try edits.history(of: series, in: TimeSpan(start: first, end: last + 1)), by: \.value.start)
        return ReadingBlock(
            incoming.readings.map { reading in
                guard let standing = contested[reading.start], let notes = history[reading.start] else {
                    return reading
                }
                let stack = EditStack(notes, standing: standing)
                guard stack.isEdited, let replaced = stack.base, reading.saysTheSame(as: replaced) else {
                    return reading
                }
                return standing
            })
    }

    private static func isByHand(_ quality: Quality) -> Bool { quality == .edited || quality == .substituted }
}
