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
    ///   - whyUnknown: what would have to be done for a name that means no series; nil: nothing to tell.
    ///   - onFault: told of every fault in the order of the file; the report keeps the first ones.
    public init(
        _ source: any ByteSource, mapping: ColumnMapping, now: Timestamp, closedBefore: Timestamp? = nil, gathers: Bool,
        previewRows: Int = 20,
        resolve: @escaping (String) -> Series?, whyUnknown: @escaping (String) -> String? = { _ in nil },
        onFault: @escaping (ImportFault) -> Void = { _ in }
    ) throws(ImportError) {
        reader = try CSVReader(source, format: mapping.format)
        parser = ReadingsParser(
            mapping: mapping, now: now, closedBefore: closedBefore, resolve: resolve,
            whyUnknown: whyUnknown, onFault: onFault)
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
                take(nil)
                break
            }
            if preview.count < previewRows { preview.append(record.texts) }
            take(record)
            if gathers, !parser.faults.isEmpty { isDone = true }
        }
        return !isDone
    }

    public func takeReadings() -> [SeriesReadings] { batch.drain(parser.allSeries) }

    /// - Parameter record: nil at the end of the file.
    private func take(_ record: CSVRecord?) {
        let emit: (Int, Reading) -> Void = { [self] channel, reading in
            if gathers { batch.add(reading, to: channel) }
        }
        if let record { parser.take(record, emit) } else { parser.finish(emit) }
    }
}
