/// Something that happened, ready to be sent: its name and its data as UTF-8 JSON on one line.
///
/// Data are encoded once by the publisher, however many clients listen.
package struct LiveEvent: Hashable, Sendable {
    package let name: String
    package let data: [UInt8]

    package init(name: String, data: [UInt8]) {
        self.name = name
        self.data = data
    }
}

/// An event and its place in its topic.
package struct SequencedEvent: Hashable, Sendable {
    package let sequence: Int64
    package let event: LiveEvent

    package init(sequence: Int64, event: LiveEvent) {
        self.sequence = sequence
        self.event = event
    }
}
