/// How a CSV file is written.
public struct CSVFormat: Hashable, Sendable {
    /// What separates fields; nil: told from the first line (`,`, `;` or tab).
    public var delimiter: UInt8?
    /// A longer record is refused: it is a file of another kind, or an open quote.
    public var recordByteLimit: Int
    public var columnLimit: Int

    public init(delimiter: UInt8? = nil, recordByteLimit: Int = 1 << 20, columnLimit: Int = 16_384) {
        self.delimiter = delimiter
        self.recordByteLimit = recordByteLimit
        self.columnLimit = columnLimit
    }

    public static let comma = UInt8(ascii: ",")
    public static let semicolon = UInt8(ascii: ";")
    public static let tab = UInt8(ascii: "\t")
}
