package import GridModel

/// What is to be exported, and how it is to be written.
package struct ExportRequest: Hashable, Sendable {
    package enum Format: String, CaseIterable, Sendable {
        case csv, jsonl, xlsx
        case greenButton = "greenbutton"
    }

    package enum Layout: String, CaseIterable, Sendable {
        /// One reading on a line, series after series.
        case long
        /// One time on a line, a column for each series.
        case wide
    }

    package enum Resolution: String, CaseIterable, Sendable {
        /// Every reading as it is stored.
        case raw
        /// UTC hours.
        case hour
        /// The days of the time zone asked for: 23, 24 or 25 hours.
        case day
    }

    /// These series and no others; nil: all that match the rest.
    package var series: [SeriesID]?
    package var zone: ZoneID?
    package var quantity: Quantity?
    /// Nil: 7 days before `to`.
    package var from: Timestamp?
    /// Nil: now.
    package var to: Timestamp?
    package var format: Format
    package var layout: Layout
    package var resolution: Resolution
    /// IANA name; nil: the tenant's.
    package var timeZone: String?
    /// Whether the bytes are to be packed (gzip); a spreadsheet is packed already.
    package var isPacked: Bool

    package init(
        series: [SeriesID]? = nil, zone: ZoneID? = nil, quantity: Quantity? = nil, from: Timestamp? = nil,
        to: Timestamp? = nil, format: Format = .csv, layout: Layout = .long, resolution: Resolution = .raw,
        timeZone: String? = nil, isPacked: Bool = false
    ) {
        self.series = series
        self.zone = zone
        self.quantity = quantity
        self.from = from
        self.to = to
        self.format = format
        self.layout = layout
        self.resolution = resolution
        self.timeZone = timeZone
        self.isPacked = isPacked
    }
}
