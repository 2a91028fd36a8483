package import GridModel

/// A series and how much of it there is.
package struct SeriesDescription: Hashable, Sendable {
    package let series: Series
    package let assetName: String
    package let firstReadingAt: Timestamp?
    package let lastReadingAt: Timestamp?
    package let readingCount: Int

    package init(
        series: Series, assetName: String, firstReadingAt: Timestamp?, lastReadingAt: Timestamp?, readingCount: Int
    ) {
        self.series = series
        self.assetName = assetName
        self.firstReadingAt = firstReadingAt
        self.lastReadingAt = lastReadingAt
        self.readingCount = readingCount
    }
}

/// Which series to list; nil takes all.
package struct SeriesFilter: Hashable, Sendable {
    package let assetKind: SubjectKind?
    package let assetID: Int64?
    package let zone: ZoneID?
    package let quantity: Quantity?

    package init(assetKind: SubjectKind?, assetID: Int64?, zone: ZoneID?, quantity: Quantity?) {
        self.assetKind = assetKind
        self.assetID = assetID
        self.zone = zone
        self.quantity = quantity
    }
}
