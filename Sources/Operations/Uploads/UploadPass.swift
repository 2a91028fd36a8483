import GridModel
import Interchange
import Persistence

/// A pass over an uploaded file, driven slice by slice so that neither a thread nor the memory is held for long.
struct UploadPass {
    private static let sliceRows = 4096
    private static let previewRows = 10

    private let pass: any ReadingsPass
    private let source: LimitedByteSource

    /// - Parameters:
    ///   - gathers: whether its readings are to be stored.
    ///   - beginning: only look at so many unpacked bytes; nil: at all of it.
    ///   - onFault: told of every fault.
    /// - Throws: `ImportError`
    init(
        _ path: String, _ mapping: UploadMapping, now: Timestamp, gathers: Bool, beginning: Int? = nil,
        limits: UploadLimits, series: UploadSeries,
        onFault: @escaping (ImportFault) -> Void = { _ in }
    ) throws(ImportError) {
        source = LimitedByteSource(
            try FileByteSource(path: path), limit: beginning ?? limits.unpackedBytes,
            excess: beginning == nil ? .refused : .ignored)
        switch mapping {
        case .csv(let columns):
            pass = try CSVReadings(
                columns.decoded(source, of: path), mapping: columns.mapping(of: path), now: now,
                closedBefore: series.closedBefore,
                gathers: gathers, previewRows: Self.previewRows,
                resolve: { series[$0] }, whyUnknown: { series.whyUnknown($0) }, onFault: onFault)
        case .greenButton(let aliases):
            pass = try GreenButtonReadings(
                source, file: "The file", now: now, closedBefore: series.closedBefore, gathers: gathers,
                previewRows: Self.previewRows, aliases: aliases,
                resolve: { series[$0] }, whyUnknown: { series.whyUnknown($0) }, onFault: onFault)
        }
    }

    var fraction: Double { pass.progress.fraction }

    /// Names of series that an import would have to make.
    var unmade: [String] { pass.report.series.filter { $0.series.id == UploadSeries.unmade }.map(\.name) }

    /// Reads on to the end, or to `rows`.
    /// - Parameter progress: 0…1; told after every slice.
    /// - Returns: what was found; a file that cannot be read on is a fault.
    func check(rows: Int = .max, progress: (Double) throws -> Void = { _ in }) async throws -> UploadReport {
        var seen = 0
        do {
            while seen < rows, try pass.advance(rows: min(Self.sliceRows, rows - seen), readings: .max) {
                seen += Self.sliceRows
                try progress(fraction)
                try Task.checkCancellation()
                // Others wait for this thread.
                await Task.yield()
            }
        } catch let error as ImportError {
            return UploadReport(pass.report, isWholeFile: false, unreadable: error)
        }
        return UploadReport(pass.report, isWholeFile: seen < rows && !source.isCut)
    }

    /// The next readings, about as many as asked for; nil at the end.
    /// - Throws: `ImportError.faulty` at the first fault.
    func next(readings: Int) throws(ImportError) -> [SeriesReadings]? {
        while try pass.advance(rows: .max, readings: readings) {
            guard pass.faults.isEmpty else { throw .faulty(pass.faults) }
            let batch = pass.takeReadings()
            if !batch.isEmpty { return batch }
        }
        guard pass.faults.isEmpty else { throw .faulty(pass.faults) }
        let rest = pass.takeReadings()
        return rest.isEmpty ? nil : rest
    }
}
