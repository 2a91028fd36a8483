public import GridModel

/// What an ingest did. Durable when returned.
public struct IngestReceipt: Hashable, Sendable {
    public let received: Int
    public let inserted: Int
    public let unchanged: Int
    public let revised: Int
    /// The first 100.
    public let revisions: [RevisionRecord]

    public init(received: Int, inserted: Int, unchanged: Int, revised: Int, revisions: [RevisionRecord]) {
        self.received = received
        self.inserted = inserted
        self.unchanged = unchanged
        self.revised = revised
        self.revisions = revisions
    }
}

/// A value that replaced another.
public struct RevisionRecord: Hashable, Sendable {
    public let series: SeriesID
    public let start: Timestamp
    public let old: Double
    public let new: Double

    public init(series: SeriesID, start: Timestamp, old: Double, new: Double) {
        self.series = series
        self.start = start
        self.old = old
        self.new = new
    }
}

/// A reading as it comes in: its series by number or by external name.
package struct IncomingReading: Hashable, Sendable {
    package enum Target: Hashable, Sendable {
        case number(SeriesID)
        case externalName(String)
    }

    package let target: Target
    package let reading: Reading

    package init(target: Target, reading: Reading) {
        self.target = target
        self.reading = reading
    }
}

/// Some readings were refused; none was stored.
public struct IngestRefusal: Error, Hashable {
    public let faults: [ReadingFault]

    public init(faults: [ReadingFault]) {
        self.faults = faults
    }
}

extension IngestRefusal: CustomStringConvertible {
    /// The first fault in words, and how many more there are.
    public var description: String {
        guard let first = faults.first else { return "The readings were refused." }
        let expected = first.expected.map { " Expected \($0)." } ?? ""
        let more = faults.count > 1 ? " There are \(faults.count - 1) faults more." : ""
        return "Reading \(first.index + 1): \(first.message)\(expected)\(more)"
    }
}

/// What is wrong with one incoming reading.
public struct ReadingFault: Hashable, Sendable {
    /// Its place among those sent, from 0.
    public let index: Int
    /// seriesId, series, start, value or quality.
    public let field: String
    public let message: String
    public let expected: String?

    public init(index: Int, field: String, message: String, expected: String?) {
        self.index = index
        self.field = field
        self.message = message
        self.expected = expected
    }

    /// The same fault of the reading at another place.
    package func moved(to index: Int) -> ReadingFault {
        ReadingFault(index: index, field: field, message: message, expected: expected)
    }
}
