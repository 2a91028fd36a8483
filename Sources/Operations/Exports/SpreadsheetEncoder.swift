import Foundation
import GridModel
import Interchange
import Spreadsheets

/// Readings as an Excel workbook in a file: one sheet after the other as they fill up, and one that says what this is.
struct SpreadsheetEncoder: ReadingsEncoder {
    private let plan: ExportPlan
    /// To be closed after `end`: that makes the file, and takes its time.
    let workbook: Workbook
    private let about: Worksheet
    private var sheet: Worksheet?
    private var sheetCount = 0
    private var rowCount = 0
    private var time: LocalTimeText
    private let rowsPerSheet: Int

    /// - Parameters:
    ///   - path: where the file is made; there once the workbook is closed.
    ///   - rowsPerSheet: with the header.
    init(_ plan: ExportPlan, path: String, temporaryFolder: String, rowsPerSheet: Int = Worksheet.maximumRows) throws {
        self.plan = plan
        self.rowsPerSheet = rowsPerSheet
        workbook = try Workbook(path: path, temporaryFolder: temporaryFolder)
        about = try workbook.addSheet("About")
        time = LocalTimeText(calendar: plan.calendar)
    }

    static func longColumns(_ plan: ExportPlan) -> [String] {
        let columns = [
            "Series", "Name", "Quantity", "Start (\(plan.calendar.identifier))", "UTC offset", "Value", "Unit",
            "Quality",
        ]
        return plan.isAggregated ? columns + ["Readings", "Expected"] : columns
    }

    mutating func begin() throws -> [UInt8] {
        _ = try roomyForOne()
        return []
    }

    mutating func add(_ rows: [ExportRow], of series: Int) throws -> [UInt8] {
        let series = plan.series[series]
        for row in rows {
            let sheet = try roomyForOne()
            try sheet.beginRow()
            try sheet.add(series.externalName, .text)
            try sheet.add(series.name, .text)
            try sheet.add(series.quantity.rawValue)
            try add(row.span.start, to: sheet)
            try sheet.add(row.value)
            try sheet.add(series.quantity.unit)
            try sheet.add(row.quality.name)
            if plan.isAggregated {
                try sheet.add(Double(row.count))
                try sheet.add(Double(row.expected))
            }
            rowCount += 1
        }
        return []
    }

    mutating func add(at start: Timestamp, _ cells: [ExportRow?]) throws -> [UInt8] {
        let sheet = try roomyForOne()
        try sheet.beginRow()
        try add(start, to: sheet)
        for cell in cells {
            try sheet.add(cell?.value)
            if let cell { try sheet.add(cell.quality.name) } else { try sheet.add(nil) }
        }
        rowCount += 1
        return []
    }

    mutating func end() throws -> [UInt8] {
        try writeAbout()
        return []
    }

    private mutating func add(_ moment: Timestamp, to sheet: Worksheet) throws {
        let offset = time.offset(at: moment)
        try sheet.add(wallClock: moment.secondsSinceEpoch + offset)
        try sheet.add(offset == 0 ? "+00:00" : LocalTimeText.offsetText(offset))
    }

    /// A sheet with room for one more row.
    private mutating func roomyForOne() throws -> Worksheet {
        if let sheet, sheet.rowCount < rowsPerSheet { return sheet }
        sheetCount += 1
        let next = try workbook.addSheet(sheetCount == 1 ? "Readings" : "Readings \(sheetCount)")
        sheet = next
        let columns = plan.layout == .long ? Self.longColumns(plan) : wideColumns
        try next.setWidths(columns.prefix(32).map { max(11, min(40, Double($0.count + 2))) })
        next.freeze(rows: 1, columns: plan.layout == .wide ? 2 : 0)
        try next.beginRow()
        for column in columns { try next.add(column, .heading) }
        return next
    }

    private var wideColumns: [String] {
        ["Start (\(plan.calendar.identifier))", "UTC offset"]
            + plan.series.flatMap { ["\($0.externalName) [\($0.quantity.unit)]", "\($0.externalName) quality"] }
    }

    private func writeAbout() throws {
        let resolution =
            switch plan.resolution {
            case .raw: "every reading as stored"
            case .hour: "hours: sums of energy, means of everything else; empty unless every reading is there"
            case .day:
                "days of \(plan.calendar.identifier): sums of energy, means of everything else; empty unless every "
                    + "reading is there"
            }
        let lines = [
            ("What", "Readings of \(plan.series.count) series of \(plan.tenantName)"),
            ("From", plan.span.start.iso8601), ("To (exclusive)", plan.span.end.iso8601),
            ("Time zone", plan.calendar.identifier),
            ("Times", "An interval is named by its start, on the clock of this time zone with its offset from UTC"),
            ("Resolution", resolution), ("Rows", String(rowCount)), ("Written at", plan.writtenAt.iso8601), ("", ""),
            ("Quality", "Meaning"), ("measured", "as the meter sent it"),
            ("estimated", "computed by a rule, because it was missing"),
            ("substituted", "put in place of a value that was not believed"),
            ("calculated", "computed from other readings, none of which is estimated"),
            ("edited", "changed by hand"),
        ]
        try about.setWidths([18, 90])
        for (name, text) in lines {
            try about.beginRow()
            try about.add(name, .heading)
            try about.add(text, .text)
        }
    }
}
