public import GridModel

/// What a dry run found.
public struct ReadingsReport: Hashable, Sendable {
    /// The header's names.
    public let columns: [String]
    /// The first lines after the header, field by field.
    public let preview: [[String]]
    public let rowCount: Int
    /// Readings that an import would take.
    public let readingCount: Int
    /// Fields without a value: missing readings, no faults.
    public let emptyValueCount: Int
    public let faults: ImportFaults
    /// How rows were taken that could be meant otherwise: no faults, but worth a look.
    public let warnings: ImportFaults
    /// In the order of the file.
    public let series: [SeriesFinding]
}

/// What a dry run found of one series.
public struct SeriesFinding: Hashable, Sendable {
    /// The name in the file.
    public let name: String
    public let series: Series
    public let readingCount: Int
    public let first: Timestamp?
    public let last: Timestamp?
    /// The least time between two rows that follow each other; nil with fewer than two.
    public let inferredIntervalSeconds: Int64?
}
