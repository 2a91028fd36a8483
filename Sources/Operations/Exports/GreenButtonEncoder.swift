import GridModel
import Interchange

/// Readings as a Green Button file (ESPI XML). Intervals without a value are left out: missing is absent.
struct GreenButtonEncoder: ReadingsEncoder {
    private let plan: ExportPlan
    private var writer: GreenButtonWriter
    /// How many series have been begun.
    private var begun = 0

    init(_ plan: ExportPlan) {
        self.plan = plan
        writer = GreenButtonWriter(tenant: plan.tenant, updated: plan.writtenAt)
    }

    mutating func begin() -> [UInt8] {
        writer.begin(title: plan.title, calendar: plan.calendar, from: plan.span.start)
    }

    mutating func add(_ rows: [ExportRow], of series: Int) throws -> [UInt8] {
        let bytes = beginSeries(through: series)
        let intervals = rows.compactMap { row in
            row.value.map { GreenButtonWriter.Interval(span: row.span, value: $0, quality: row.quality) }
        }
        return bytes + (try writer.add(intervals, of: plan.series[series]))
    }

    mutating func add(at start: Timestamp, _ cells: [ExportRow?]) -> [UInt8] { [] }

    mutating func end() -> [UInt8] {
        beginSeries(through: plan.series.count - 1) + writer.end()
    }

    /// A series without readings has its usage point all the same.
    private mutating func beginSeries(through last: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while begun <= last {
            let series = plan.series[begun]
            bytes += writer.begin(series, intervalSeconds: plan.intervalSeconds(of: series)) ?? []
            begun += 1
        }
        return bytes
    }
}
