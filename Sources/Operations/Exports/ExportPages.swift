import GridModel

/// One stretch of one series.
struct ExportPiece: Hashable, Sendable {
    /// In the plan.
    let series: Int
    let span: TimeSpan
}

/// Cuts an export into pages, each read in one short transaction: series after series in the long layout, stretch
/// after stretch of all series in the wide one. Hours and days are never cut.
struct ExportPages: Sequence, IteratorProtocol {
    private static let readingsPerPage: Int64 = 16_384
    private static let piecesPerPage = 256

    private let plan: ExportPlan
    private var series = 0
    private var start: Timestamp

    init(_ plan: ExportPlan) {
        self.plan = plan
        start = plan.span.start
    }

    /// 0…1
    var progress: Double {
        let whole = Double(Swift.max(1, plan.span.seconds))
        let part = Double(start - plan.span.start) / whole
        switch plan.layout {
        case .long: return (Double(series) + part) / Double(Swift.max(1, plan.series.count))
        case .wide: return part
        }
    }

    mutating func next() -> [ExportPiece]? {
        let pieces = plan.layout == .long ? nextOfSeries() : nextOfAll()
        return pieces.isEmpty ? nil : pieces
    }

    private mutating func nextOfSeries() -> [ExportPiece] {
        var pieces: [ExportPiece] = []
        var room = Self.readingsPerPage
        while series < plan.series.count, room > 0, pieces.count < Self.piecesPerPage {
            let interval = plan.series[series].intervalSeconds
            let end = end(after: start, seconds: Swift.max(86_400, room * interval))
            pieces.append(ExportPiece(series: series, span: TimeSpan(start: start, end: end)))
            room -= Swift.max(1, (end - start) / interval)
            start = end
            if start >= plan.span.end {
                series += 1
                start = plan.span.start
            }
        }
        return pieces
    }

    private mutating func nextOfAll() -> [ExportPiece] {
        guard start < plan.span.end, !plan.series.isEmpty else { return [] }
        let perHour = plan.series.reduce(0.0) { $0 + 3600 / Double($1.intervalSeconds) }
        let hours = Double(4 * Self.readingsPerPage) / perHour
        let end = end(after: start, seconds: Swift.max(86_400, Int64(Swift.min(hours, 1e6) * 3600)))
        defer { start = end }
        return plan.series.indices.map { ExportPiece(series: $0, span: TimeSpan(start: start, end: end)) }
    }

    /// At a border of hours or days, at least a day after `start`.
    private func end(after start: Timestamp, seconds: Int64) -> Timestamp {
        let end = start + seconds
        guard end < plan.span.end else { return plan.span.end }
        guard plan.resolution == .day else { return end.floored(toMultipleOf: 3600) }
        return Swift.min(plan.calendar.span(of: plan.calendar.localDate(of: end - 1)).end, plan.span.end)
    }
}
