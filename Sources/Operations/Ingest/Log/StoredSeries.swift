import GridModel

/// What storing needs to know of a series.
struct StoredSeries: Hashable, Sendable {
    let id: SeriesID
    let intervalSeconds: Int64

    init(id: SeriesID, intervalSeconds: Int64) {
        self.id = id
        self.intervalSeconds = intervalSeconds
    }

    init(_ series: Series) {
        self.init(id: series.id, intervalSeconds: series.intervalSeconds)
    }
}
