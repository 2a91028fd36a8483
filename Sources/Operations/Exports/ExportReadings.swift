import Dispatch
package import Foundation
import GridModel
import Interchange
package import Persistence
import Spreadsheets
import Telemetry

/// Writes readings out as files, in memory that does not grow with them: page by page, each read in a transaction of
/// its own. A reading that arrives meanwhile may be in it or not.
package struct ExportReadings: Sendable {
    private static let pieceBytes = 64 << 10

    private let database: any Database
    private let tenant: Tenant
    private let clock: CityClock
    private let limits: ExportLimits
    private let temporaryFolder: URL

    /// - Parameter temporaryFolder: where spreadsheets are made; it need not exist.
    package init(
        database: any Database, tenant: Tenant, clock: CityClock, limits: ExportLimits = ExportLimits(),
        temporaryFolder: URL
    ) {
        self.database = database
        self.tenant = tenant
        self.clock = clock
        self.limits = limits
        self.temporaryFolder = temporaryFolder
    }

    private var scope: TenantScope { TenantScope(tenant: tenant.id) }

    /// Checks the request. Nothing is read yet.
    /// - Throws: `ExportRefusal`, `DatabaseError`.
    package func prepare(_ request: ExportRequest) async throws -> ReadingsExport {
        let planner = ExportPlanner(request: request, tenant: tenant, limits: limits, now: clock.now)
        let plan = try await database.read(scope) { try planner.plan($0) }
        let isSpreadsheet = plan.format == .xlsx
        let isPacked = request.isPacked && !isSpreadsheet
        return ReadingsExport(
            fileName: Self.fileName(plan), contentType: Self.contentType(plan.format), isPacked: isPacked,
            isMadeOnDisk: isSpreadsheet
        ) { sink, progress in
            if isSpreadsheet {
                try await writeSpreadsheet(plan, to: sink, progress)
            } else {
                try await writeText(plan, isPacked: isPacked, to: sink, progress)
            }
        }
    }

    // MARK: Formats

    private func writeText(
        _ plan: ExportPlan, isPacked: Bool, to sink: ReadingsExport.Sink, _ progress: ReadingsExport.Progress
    ) async throws {
        let packer = isPacked ? GzipDeflater() : nil
        if isPacked, packer == nil { throw CocoaError(.fileWriteUnknown) }
        var encoder: any ReadingsEncoder =
            switch plan.format {
            case .jsonl: JSONLinesEncoder(plan)
            case .greenButton: GreenButtonEncoder(plan)
            case .csv, .xlsx: CSVEncoder(plan)
            }
        try await write(plan, with: &encoder, progress) { bytes in
            let ready = packer.map { $0.deflate(bytes) } ?? bytes
            if !ready.isEmpty { try await sink(ready) }
        }
        if let packer { try await sink(packer.deflate([], isLast: true)) }
    }

    private func writeSpreadsheet(
        _ plan: ExportPlan, to sink: ReadingsExport.Sink, _ progress: ReadingsExport.Progress
    ) async throws {
        let folder = try ExportFolder(in: temporaryFolder)
        defer { folder.remove() }
        let file = folder.url.appending(path: "readings.xlsx")
        let spreadsheet = try SpreadsheetEncoder(plan, path: file.path, temporaryFolder: folder.url.path)
        var encoder: any ReadingsEncoder = spreadsheet
        try await write(plan, with: &encoder, progress) { _ in }
        try await Self.closing(spreadsheet.workbook)
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        while let piece = try handle.read(upToCount: Self.pieceBytes), !piece.isEmpty {
            try progress(1)
            try await sink(Array(piece))
        }
    }

    /// Packing a workbook is work for seconds: not for a thread that tasks share.
    private static func closing(_ workbook: Workbook) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global(qos: .utility).async { done.resume(with: Result { try workbook.close() }) }
        }
    }

    // MARK: Pages

    private func write(
        _ plan: ExportPlan, with encoder: inout any ReadingsEncoder, _ progress: ReadingsExport.Progress,
        to sink: ReadingsExport.Sink
    ) async throws {
        try await sink(try encoder.begin())
        var pages = ExportPages(plan)
        while let page = pages.next() {
            try Task.checkCancellation()
            let columns = try await read(page, plan)
            switch plan.layout {
            case .long:
                for (piece, rows) in zip(page, columns) where !rows.isEmpty {
                    let bytes = try encoder.add(rows, of: piece.series)
                    if !bytes.isEmpty { try await sink(bytes) }
                }
            case .wide: try await writeWide(columns, with: &encoder, to: sink)
            }
            try progress(pages.progress)
        }
        try await sink(try encoder.end())
    }

    /// The rows of each piece of a page.
    private func read(_ page: [ExportPiece], _ plan: ExportPlan) async throws -> [[ExportRow]] {
        try await database.read(scope) { session in
            let reader = SeriesReader(session)
            return try page.map { piece in
                let series = plan.series[piece.series]
                guard plan.isAggregated else {
                    var rows: [ExportRow] = []
                    try reader.forEachBlock(of: series, in: piece.span) { rows += ExportRow.raw($0, of: series) }
                    return rows
                }
                var buckets = ExportBuckets(series: series, plan: plan)
                try reader.forEachBlock(of: series, in: piece.span) { buckets.add($0) }
                buckets.flush()
                return buckets.rows
            }
        }
    }

    /// Merges the columns of a page by time.
    private func writeWide(
        _ columns: [[ExportRow]], with encoder: inout any ReadingsEncoder, to sink: ReadingsExport.Sink
    ) async throws {
        var positions = Array(repeating: 0, count: columns.count)
        var bytes: [UInt8] = []
        func head(_ column: Int) -> ExportRow? {
            positions[column] < columns[column].count ? columns[column][positions[column]] : nil
        }
        while let start = columns.indices.lazy.compactMap({ head($0)?.span.start }).min() {
            let cells = columns.indices.map { column -> ExportRow? in
                guard let row = head(column), row.span.start == start else { return nil }
                positions[column] += 1
                return row
            }
            bytes += try encoder.add(at: start, cells)
            if bytes.count >= Self.pieceBytes {
                try await sink(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        if !bytes.isEmpty { try await sink(bytes) }
    }

    // MARK: Names

    private static func contentType(_ format: ExportRequest.Format) -> String {
        switch format {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .jsonl: "application/x-ndjson"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .greenButton: "application/atom+xml; charset=utf-8"
        }
    }

    private static func fileName(_ plan: ExportPlan) -> String {
        func day(_ moment: Timestamp) -> String {
            plan.calendar.localDate(of: moment).description.filter { $0 != "-" }
        }
        let code = plan.tenantCode.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        let ending = plan.format == .greenButton ? "xml" : plan.format.rawValue
        return "readings-\(code)-\(day(plan.span.start))-\(day(plan.span.end - 1)).\(ending)"
    }
}
