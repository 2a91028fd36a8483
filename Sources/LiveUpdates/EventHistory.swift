/// The latest events of a topic, for clients that come back: bounded in number and in bytes.
struct EventHistory {
    /// The sequence number of the latest event, or the number before the first.
    private(set) var latest: Int64
    private var events: [SequencedEvent] = []
    /// Where the kept events begin; those before are dropped in batches.
    private var first = 0
    private var bytes = 0

    init(before firstSequence: Int64) {
        latest = firstSequence - 1
    }

    mutating func append(_ event: LiveEvent, limits: HubLimits) -> SequencedEvent {
        latest += 1
        let sequenced = SequencedEvent(sequence: latest, event: event)
        events.append(sequenced)
        bytes += event.data.count
        while events.count - first > limits.historyEvents || (bytes > limits.historyBytes && first < events.count) {
            bytes -= events[first].event.data.count
            first += 1
        }
        if first > 32, first * 2 > events.count {
            events.removeFirst(first)
            first = 0
        }
        return sequenced
    }

    /// The events after a number, or nil when some of them are no longer kept or the number has
    /// not been given out (it is another process's).
    func events(after sequence: Int64) -> ArraySlice<SequencedEvent>? {
        guard sequence <= latest else { return nil }
        let kept = events[first...]
        // Clients may send any number: the difference may not fit.
        let (missing, overflow) = latest.subtractingReportingOverflow(sequence)
        guard !overflow, missing <= Int64(kept.count) else { return nil }
        return kept.suffix(Int(missing))
    }
}
