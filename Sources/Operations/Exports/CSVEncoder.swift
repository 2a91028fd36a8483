import GridModel
import Interchange

/// Readings as CSV (RFC 4180) with a header line, decimal points and LF.
struct CSVEncoder: ReadingsEncoder {
    private let plan: ExportPlan
    private var time: LocalTimeText
    /// What every line of a series begins and goes on with.
    private let names: [[UInt8]]
    private let units: [[UInt8]]

    init(_ plan: ExportPlan) {
        self.plan = plan
        time = LocalTimeText(calendar: plan.calendar)
        names = plan.series.map { series in Self.field { TextBytes.append(csvField: series.externalName, to: &$0) } }
        units = plan.series.map { series in Self.field { TextBytes.append(csvField: series.quantity.unit, to: &$0) } }
    }

    mutating func begin() -> [UInt8] {
        var line = Array("start".utf8)
        switch plan.layout {
        case .long:
            line = Array("series,quantity,start,value,unit,quality".utf8)
            if plan.isAggregated { line += Array(",readings,expected".utf8) }
        case .wide:
            for series in plan.series {
                line.append(Self.comma)
                TextBytes.append(csvField: "\(series.externalName) [\(series.quantity.unit)]", to: &line)
                line.append(Self.comma)
                TextBytes.append(csvField: "\(series.externalName) quality", to: &line)
            }
        }
        line.append(Self.newLine)
        return line
    }

    mutating func add(_ rows: [ExportRow], of series: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count * 80)
        for row in rows {
            bytes += names[series]
            bytes.append(Self.comma)
            bytes.append(contentsOf: plan.series[series].quantity.rawValue.utf8)
            bytes.append(Self.comma)
            time.append(row.span.start, to: &bytes)
            bytes.append(Self.comma)
            if let value = row.value { TextBytes.append(value, to: &bytes) }
            bytes.append(Self.comma)
            bytes += units[series]
            bytes.append(Self.comma)
            bytes.append(contentsOf: row.quality.name.utf8)
            if plan.isAggregated {
                bytes.append(Self.comma)
                TextBytes.append(Int64(row.count), to: &bytes)
                bytes.append(Self.comma)
                TextBytes.append(Int64(row.expected), to: &bytes)
            }
            bytes.append(Self.newLine)
        }
        return bytes
    }

    mutating func add(at start: Timestamp, _ cells: [ExportRow?]) -> [UInt8] {
        var bytes: [UInt8] = []
        time.append(start, to: &bytes)
        for cell in cells {
            bytes.append(Self.comma)
            if let value = cell?.value { TextBytes.append(value, to: &bytes) }
            bytes.append(Self.comma)
            if let cell { bytes.append(contentsOf: cell.quality.name.utf8) }
        }
        bytes.append(Self.newLine)
        return bytes
    }

    mutating func end() -> [UInt8] { [] }

    private static let comma = UInt8(ascii: ",")
    private static let newLine = UInt8(ascii: "\n")

    private static func field(_ write: (inout [UInt8]) -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        write(&bytes)
        return bytes
    }
}
