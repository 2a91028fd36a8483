package import GridModel

/// One replacement of a stored value: what stood there, what stands there now, when and by whom.
package struct RevisionEntry: Hashable, Sendable {
    package let start: Timestamp
    /// Counts from 1 for each interval.
    package let number: Int
    package let revisedAt: Timestamp
    package let source: String
    /// Nil: none.
    package let oldValue: Double?
    package let oldQuality: Quality
    package let newValue: Double?
    package let newQuality: Quality

    package init(
        start: Timestamp, number: Int, revisedAt: Timestamp, source: String, oldValue: Double?, oldQuality: Quality,
        newValue: Double?, newQuality: Quality
    ) {
        self.start = start
        self.number = number
        self.revisedAt = revisedAt
        self.source = source
        self.oldValue = oldValue
        self.oldQuality = oldQuality
        self.newValue = newValue
        self.newQuality = newQuality
    }
}

/// Which revisions of a series to list: of the intervals that start in [from, to); nil: without that end.
package struct RevisionWindow: Hashable, Sendable {
    package let series: SeriesID
    package let from: Timestamp?
    package let to: Timestamp?

    package init(series: SeriesID, from: Timestamp?, to: Timestamp?) {
        self.series = series
        self.from = from
        self.to = to
    }
}

/// Where a page of revisions goes on: after this interval's revision of this number.
package struct RevisionPosition: Hashable, Sendable {
    package let start: Timestamp
    package let number: Int

    package init(start: Timestamp, number: Int) {
        self.start = start
        self.number = number
    }
}
