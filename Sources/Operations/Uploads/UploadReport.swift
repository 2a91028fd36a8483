package import GridModel
import Interchange

/// What a check or an import found in a file, and did.
package struct UploadReport: Hashable, Sendable, Codable {
    package static let faultsShown = 100
    static let seriesShown = 100

    package struct Fault: Hashable, Sendable, Codable {
        /// From 1; nil when the whole file is meant.
        package let line: Int?
        package let column: String?
        package let reason: String

        package init(line: Int?, column: String?, reason: String) {
            self.line = line
            self.column = column
            self.reason = reason
        }
    }

    /// How rows were taken that could be meant otherwise: an import goes on.
    package struct Warnings: Hashable, Sendable, Codable {
        package struct Warning: Hashable, Sendable, Codable {
            /// The first row that it speaks of, from 1; nil when the whole file is meant.
            package let line: Int?
            package let message: String

            package init(line: Int?, message: String) {
                self.line = line
                self.message = message
            }
        }

        package let count: Int
        /// The first 100.
        package let first: [Warning]

        package init(count: Int, first: [Warning]) {
            self.count = count
            self.first = first
        }
    }

    package struct Series: Hashable, Sendable, Codable {
        /// In the file.
        package let name: String
        /// Nil: an import makes it.
        package let series: SeriesID?
        package let readings: Int
        package let first: Timestamp?
        package let last: Timestamp?

        package init(name: String, series: SeriesID?, readings: Int, first: Timestamp?, last: Timestamp?) {
            self.name = name
            self.series = series
            self.readings = readings
            self.first = first
            self.last = last
        }
    }

    package struct Stored: Hashable, Sendable, Codable {
        package var received = 0
        package var inserted = 0
        package var unchanged = 0
        package var revised = 0

        package init() {}

        mutating func add(_ receipt: IngestReceipt) {
            received += receipt.received
            inserted += receipt.inserted
            unchanged += receipt.unchanged
            revised += receipt.revised
        }
    }

    package let columns: [String]
    /// The first rows, field by field.
    package let preview: [[String]]
    package let rows: Int
    /// Sound ones.
    package let readings: Int
    /// Fields without a value: missing readings, no faults.
    package let emptyValues: Int
    package internal(set) var faultCount: Int
    /// The first 100.
    package internal(set) var faults: [Fault]
    /// Nil in a report that was written before there were any.
    package let warnings: Warnings?
    package let seriesCount: Int
    /// The first 100, in the order of the file.
    package let series: [Series]
    /// Whether all of the file was looked at.
    package let isWholeFile: Bool
    /// Nil when nothing was to be stored.
    package internal(set) var stored: Stored?

    package init(
        columns: [String], preview: [[String]], rows: Int, readings: Int, emptyValues: Int, faultCount: Int,
        faults: [Fault], warnings: Warnings? = nil, seriesCount: Int, series: [Series], isWholeFile: Bool,
        stored: Stored?
    ) {
        self.columns = columns
        self.preview = preview
        self.rows = rows
        self.readings = readings
        self.emptyValues = emptyValues
        self.faultCount = faultCount
        self.faults = faults
        self.warnings = warnings
        self.seriesCount = seriesCount
        self.series = series
        self.isWholeFile = isWholeFile
        self.stored = stored
    }

    /// Notes what is wrong with the file as a whole.
    mutating func add(_ fault: Fault) {
        faultCount += 1
        if faults.count < Self.faultsShown { faults.append(fault) }
    }

    /// - Parameter unreadable: why the rest of the file could not be read.
    init(_ report: ReadingsReport, isWholeFile: Bool, unreadable: ImportError? = nil) {
        let end = unreadable.map { [Fault(line: $0.line, column: nil, reason: $0.description)] } ?? []
        let faults = report.faults.kept.prefix(Self.faultsShown - end.count)
        self.init(
            columns: report.columns, preview: report.preview, rows: report.rowCount, readings: report.readingCount,
            emptyValues: report.emptyValueCount, faultCount: report.faults.total + end.count,
            faults: faults.map { Fault(line: $0.line, column: $0.column, reason: $0.reason) } + end,
            warnings: Warnings(
                count: report.warnings.total,
                first: report.warnings.kept.prefix(Self.faultsShown).map { .init(line: $0.line, message: $0.reason) }),
            seriesCount: report.series.count,
            series: report.series.prefix(Self.seriesShown).map {
                Series(
                    name: $0.name, series: $0.series.id == UploadSeries.unmade ? nil : $0.series.id,
                    readings: $0.readingCount, first: $0.first, last: $0.last)
            }, isWholeFile: isWholeFile, stored: nil)
    }

    /// Of a file that cannot even be begun.
    static func unreadable(_ error: ImportError) -> UploadReport {
        UploadReport(
            columns: [], preview: [], rows: 0, readings: 0, emptyValues: 0, faultCount: 1,
            faults: [Fault(line: error.line, column: nil, reason: error.description)], seriesCount: 0, series: [],
            isWholeFile: false, stored: nil)
    }
}
