public import GridModel

/// Reads a CSV file of readings from front to back, in memory that does not grow with the file.
///
/// Every reading passes the checks of `ReadingValidator`. An empty value is a missing reading.
/// Run it dry first: `read` gives up at the first fault, after it may have delivered batches, so
/// deliver into a transaction or import only what a dry run found sound.
public struct ReadingsImport {
    private let mapping: ColumnMapping
    private let now: Timestamp
    private let closedBefore: Timestamp?
    private let resolve: (String) -> Series?

    /// - Parameters:
    ///   - now: nothing that ends later is accepted.
    ///   - closedBefore: nothing that begins earlier is accepted; nil: nothing is closed.
    ///   - resolve: the series that a name in the file means; asked once for each name.
    public init(
        mapping: ColumnMapping, now: Timestamp, closedBefore: Timestamp? = nil, resolve: @escaping (String) -> Series?
    ) {
        self.mapping = mapping
        self.now = now
        self.closedBefore = closedBefore
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
        let pass = try CSVReadings(
            source, mapping: mapping, now: now, closedBefore: closedBefore, gathers: false, previewRows: previewRows,
            resolve: resolve,
            onFault: onFault)
        while try pass.advance(rows: 1024, readings: .max) { progress(pass.progress) }
        progress(pass.progress)
        return pass.report
    }

    /// Reads the file and delivers its readings in batches of about `batchReadings`.
    ///
    /// - Returns: how many readings were delivered.
    /// - Throws: `ImportError`, or what `deliver` throws.
    public func read(
        _ source: any ByteSource, batchReadings: Int = 50_000, progress: (ReadProgress) -> Void = { _ in },
        deliver: ([SeriesReadings]) throws -> Void
    ) throws -> Int {
        let pass = try CSVReadings(
            source, mapping: mapping, now: now, closedBefore: closedBefore, gathers: true, previewRows: 0,
            resolve: resolve)
        var delivered = 0
        var hasMore = true
        while hasMore {
            hasMore = try pass.advance(rows: .max, readings: batchReadings)
            guard pass.faults.isEmpty else { throw ImportError.faulty(pass.faults) }
            let batch = pass.takeReadings()
            delivered += batch.reduce(0) { $0 + $1.readings.count }
            if !batch.isEmpty { try deliver(batch) }
            progress(pass.progress)
        }
        return delivered
    }
}
