/// Which column of a readings file means what.
public struct ColumnMapping: Hashable, Sendable {
    public enum Layout: Hashable, Sendable {
        /// One reading on a line: the columns' names.
        case long(series: String, start: String, value: String, quality: String?)
        /// One time on a line and a column for each series; nil: every column but the time.
        case wide(start: String, series: [String]?)
    }

    public enum TimeFormat: Hashable, Sendable {
        /// ISO 8601 with `Z` or an offset.
        case isoWithZone
        /// ISO 8601 on the wall clock of an IANA time zone. Which of the two hours a row means that the clock shows
        /// twice, the rows of its series around it tell, whether they run forward or backward (`RepeatedTimes`);
        /// where they do not, it is a warning or a fault. A time that the clock skips is a fault.
        case isoLocal(timeZone: String)
        /// Seconds since 1970-01-01T00:00:00Z, whole.
        case epochSeconds
    }

    public var layout: Layout
    public var time: TimeFormat
    /// Of dates that are written in ISO 8601 or otherwise; not of seconds.
    public var dateOrder: DateOrder
    public var unit: ReadingsUnit
    public var isDecimalComma: Bool
    public var format: CSVFormat

    public init(
        layout: Layout, time: TimeFormat, dateOrder: DateOrder = .iso, unit: ReadingsUnit = .asStored,
        isDecimalComma: Bool = false, format: CSVFormat = CSVFormat()
    ) {
        self.layout = layout
        self.time = time
        self.dateOrder = dateOrder
        self.unit = unit
        self.isDecimalComma = isDecimalComma
        self.format = format
    }

    /// The column of the times.
    public var startColumn: String {
        switch layout {
        case .long(_, let start, _, _), .wide(let start, _): start
        }
    }
}
