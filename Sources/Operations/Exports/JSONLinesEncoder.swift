import GridModel
import Interchange
import Observability

/// Readings as JSON lines: an object on each line.
struct JSONLinesEncoder: ReadingsEncoder {
    private let plan: ExportPlan
    private var time: LocalTimeText
    /// `"name"` of each series, escaped.
    private let names: [[UInt8]]

    init(_ plan: ExportPlan) {
        self.plan = plan
        time = LocalTimeText(calendar: plan.calendar)
        names = plan.series.map { series in
            var bytes: [UInt8] = []
            JSONString.append(series.externalName, to: &bytes)
            return bytes
        }
    }

    mutating func begin() -> [UInt8] { [] }

    mutating func add(_ rows: [ExportRow], of series: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows.count * 150)
        for row in rows {
            bytes.append(contentsOf: "{\"series\":".utf8)
            bytes += names[series]
            bytes.append(contentsOf: ",\"seriesId\":\(plan.series[series].id),\"start\":\"".utf8)
            time.append(row.span.start, to: &bytes)
            bytes.append(contentsOf: "\",".utf8)
            measured(row, plan.series[series], to: &bytes)
            bytes.append(contentsOf: "}\n".utf8)
        }
        return bytes
    }

    mutating func add(at start: Timestamp, _ cells: [ExportRow?]) -> [UInt8] {
        var bytes = Array("{\"start\":\"".utf8)
        time.append(start, to: &bytes)
        bytes.append(contentsOf: "\",\"readings\":{".utf8)
        var isFirst = true
        for (series, cell) in cells.enumerated() {
            guard let cell else { continue }
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            bytes += names[series]
            bytes.append(contentsOf: ":{".utf8)
            measured(cell, plan.series[series], to: &bytes)
            bytes.append(contentsOf: "}".utf8)
        }
        bytes.append(contentsOf: "}}\n".utf8)
        return bytes
    }

    mutating func end() -> [UInt8] { [] }

    private func measured(_ row: ExportRow, _ series: Series, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "\"quantity\":\"\(series.quantity.rawValue)\",\"value\":".utf8)
        if let value = row.value {
            TextBytes.append(value, to: &bytes)
        } else {
            bytes.append(contentsOf: "null".utf8)
        }
        bytes.append(contentsOf: ",\"unit\":\"\(series.quantity.unit)\",\"quality\":\"\(row.quality.name)\"".utf8)
        if plan.isAggregated {
            bytes.append(contentsOf: ",\"readings\":\(row.count),\"expected\":\(row.expected)".utf8)
        }
    }
}
