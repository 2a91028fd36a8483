package import GridModel

/// What an ingest did. Durable when returned.
package struct IngestReceipt: Hashable, Sendable {
    package let received: Int
    package let inserted: Int
    package let unchanged: Int
    package let revised: Int
    /// The first 100.
    package let revisions: [RevisionRecord]

    package init(received: Int, inserted: Int, unchanged: Int, revised: Int, revisions: [RevisionRecord]) {
        self.received = received
        self.inserted = inserted
        self.unchanged = unchanged
        self.revised = revised
        self.revisions = revisions
    }
}

/// A value that replaced another.
package struct RevisionRecord: Hashable, Sendable {
    package let series: SeriesID
    package let start: Timestamp
    package let old: Double
    package let new: Double

    package init(series: SeriesID, start: Timestamp, old: Double, new: Double) {
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
package struct IngestRefusal: Error, Hashable {
    package let faults: [ReadingFault]

    package init(faults: [ReadingFault]) {
        self.faults = faults
    }
}

/// What is wrong with one incoming reading.
package struct ReadingFault: Hashable, Sendable {
    /// Its place among those sent, from 0.
    package let index: Int
    /// seriesId, series, start, value or quality.
    package let field: String
    package let message: String
    package let expected: String?

    package init(index: Int, field: String, message: String, expected: String?) {
        self.index = index
        self.field = field
        self.message = message
        self.expected = expected
    }
}
