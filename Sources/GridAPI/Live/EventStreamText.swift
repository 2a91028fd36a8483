import LiveUpdates

/// Server-sent events as the text of the stream (WHATWG HTML §9.2).
enum EventStreamText {
    static let ping = Array(": ping\n\n".utf8)

    /// How long a browser waits before it comes back, milliseconds.
    static let retry = Array("retry: 3000\n\n".utf8)

    /// Tells a client that it was too slow; it should come back.
    static let overflow = Array("event: overflow\ndata: {\"reason\":\"The client read too slowly.\"}\n\n".utf8)

    static func events(_ events: [SequencedEvent]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(events.reduce(0) { $0 + $1.event.data.count + 64 })
        for event in events { append(event.event, sequence: event.sequence, to: &bytes) }
        return bytes
    }

    static func event(_ event: LiveEvent, sequence: Int64) -> [UInt8] {
        var bytes: [UInt8] = []
        append(event, sequence: sequence, to: &bytes)
        return bytes
    }

    private static func append(_ event: LiveEvent, sequence: Int64, to bytes: inout [UInt8]) {
        bytes += "event: \(event.name)\nid: \(sequence)\ndata: ".utf8
        // A line break would end the field: JSON on one line has none, and none gets through.
        bytes += event.data.lazy.filter { $0 != 0x0A && $0 != 0x0D }
        bytes += "\n\n".utf8
    }
}
