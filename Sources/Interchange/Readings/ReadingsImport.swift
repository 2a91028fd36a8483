public import GridModel

/// Reads a CSV file of readings, in memory that does not grow with the file.
///
/// Every reading passes the checks of `ReadingValidator`. An empty value is a missing reading.
/// Run it dry first: `read` gives up at the first fault, after it may have delivered batches, so
/// deliver into a transaction or import only what a dry run found sound.
public struct ReadingsImport {
    private let mapping: ColumnMapping
    private let now: Timestamp
    private let resolve: (String) -> Series?

    /// - Parameters:
    ///   - now: nothing that ends later is accepted.
    ///   - resolve: the series that a name in the file means; asked once for each name.
    public init(mapping: ColumnMapping, now: Timestamp, resolve: @escaping (String) -> Series?) {
        self.mapping = mapping
        self.now = now
        self.resolve = resolve
    }

    /// Reads the whole file and reports everything wrong with it. Nothing is delivered.
    ///
    /// - Parameter onFault: told of every fault in the order of the file; the report keeps the first ones.
    /// - Throws: when the file cannot be read on: it is damaged, or no CSV.
    public func dryRun(
        _ source: any ByteSource, previewRows: Int = 20, progress: (ReadProgress) -> Void = { _ in },
        onFault: @escaping (ImportFault) -> Void = { _ in }
    ) throws(ImportError) -> ReadingsReport {
        let reader = try CSVReader(source, format: mapping.format)
        var parser = ReadingsParser(mapping: mapping, now: now, resolve: resolve, onFault: onFault)
        var preview: [[String]] = []
        if let header = try reader.next(), parser.begin(header) {
            while let record = try reader.next() {
                if preview.count < previewRows { preview.append(record.texts) }
                parser.take(record) { _, _ in }
                if parser.rowCount % 1024 == 0 { progress(reader.progress) }
            }
        }
        progress(reader.progress)
        return parser.report(preview: preview)
    }

    /// Reads the file and delivers its readings in batches of about `batchReadings`.
    ///
    /// - Returns: how many readings were delivered.
    /// - Throws: `ImportError`, or what `deliver` throws.
    public func read(
        _ source: any ByteSource, batchReadings: Int = 50_000, progress: (ReadProgress) -> Void = { _ in },
        deliver: ([SeriesReadings]) throws -> Void
    ) throws -> Int {
        let reader = try CSVReader(source, format: mapping.format)
        var parser = ReadingsParser(mapping: mapping, now: now, resolve: resolve)
        var batch = ReadingsBatch()
        var delivered = 0
        guard let header = try reader.next(), parser.begin(header) else { throw ImportError.faulty(parser.faults) }
        while let record = try reader.next() {
            parser.take(record) { channel, reading in batch.add(reading, to: channel) }
            guard parser.faults.isEmpty else { throw ImportError.faulty(parser.faults) }
            if batch.count >= batchReadings {
                delivered += batch.count
                try deliver(batch.drain(parser.allSeries))
                progress(reader.progress)
            }
        }
        if batch.count > 0 {
            delivered += batch.count
            try deliver(batch.drain(parser.allSeries))
        }
        progress(reader.progress)
        return delivered
    }
}
