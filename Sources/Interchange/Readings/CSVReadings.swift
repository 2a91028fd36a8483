public import GridModel

/// A pass over a CSV file of readings. An empty value is a missing reading.
public final class CSVReadings: ReadingsPass {
    private let reader: CSVReader
    private let gathers: Bool
    private let previewRows: Int
    private var parser: ReadingsParser
    private var batch = ReadingsBatch()
    private var preview: [[String]] = []
    private var isDone = false

    /// Reads the header.
    ///
    /// - Parameters:
    ///   - now: nothing that ends later is accepted.
    ///   - closedBefore: nothing that begins earlier is accepted; nil: nothing is closed.
    ///   - gathers: whether readings are kept for `takeReadings`; without, the pass checks the whole file.
    ///   - resolve: the series that a name in the file means; asked once for each name.
    ///   - onFault: told of every fault in the order of the file; the report keeps the first ones.
    public init(
        _ source: any ByteSource, mapping: ColumnMapping, now: Timestamp, closedBefore: Timestamp? = nil, gathers: Bool,
        previewRows: Int = 20,
        resolve: @escaping (String) -> Series?, onFault: @escaping (ImportFault) -> Void = { _ in }
    ) throws(ImportError) {
        reader = try CSVReader(source, format: mapping.format)
        parser = ReadingsParser(
            mapping: mapping, now: now, closedBefore: closedBefore, resolve: resolve, onFault: onFault)
        self.gathers = gathers
        self.previewRows = previewRows
        guard let header = try reader.next() else {
            parser.noteMissingHeader()
            isDone = true
            return
        }
        isDone = !parser.begin(header)
    }

    public var progress: ReadProgress { reader.progress }
    public var faults: ImportFaults { parser.faults }
    public var report: ReadingsReport { parser.report(preview: preview) }

    public func advance(rows: Int, readings: Int) throws(ImportError) -> Bool {
        let before = parser.rowCount
        while !isDone, parser.rowCount - before < rows, batch.count < readings {
            guard let record = try reader.next() else {
                isDone = true
                break
            }
            if preview.count < previewRows { preview.append(record.texts) }
            if gathers {
                parser.take(record) { channel, reading in batch.add(reading, to: channel) }
                isDone = !parser.faults.isEmpty
            } else {
                parser.take(record) { _, _ in }
            }
        }
        return !isDone
    }

    public func takeReadings() -> [SeriesReadings] { batch.drain(parser.allSeries) }
}
