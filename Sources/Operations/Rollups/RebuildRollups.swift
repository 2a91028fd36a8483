public import GridModel
public import Persistence
import Telemetry

/// Brings hourly and daily rollups up to the readings that have changed since the last time.
///
/// Each series and each area is a transaction of its own, so that ingest never waits long. The
/// marks are cleared last: killed half-way, the rest is done next time, and doing a part twice
/// changes nothing.
public struct RebuildRollups: Sendable {
    /// How much of a series is held in memory at once.
    private static let chunkDays = 92

    private let database: any Database
    private let scope: TenantScope
    private let calendar: CityCalendar

    public init(database: any Database, scope: TenantScope, calendar: CityCalendar) {
        self.database = database
        self.scope = scope
        self.calendar = calendar
    }

    /// - Parameter progress: 0…1
    /// - Returns: the zones whose figures were rebuilt; empty when nothing was stale.
    @discardableResult
    public func callAsFunction(progress: @Sendable (Double) -> Void = { _ in }) async throws -> Set<ZoneID> {
        let (stale, areas) = try await database.read(scope) { session in
            let stale = try StaleRollupRepository(session).all()
            return (stale, stale.isEmpty ? [] : try AreaMembership.areas(session))
        }
        guard !stale.isEmpty else { return [] }
        let spans = Dictionary(uniqueKeysWithValues: stale.map { ($0.series, $0.span) })
        let touched = areas.compactMap { area in area.staleSpan(spans).map { (area, $0) } }
        let steps = Double(stale.count + touched.count)
        for (index, mark) in stale.enumerated() {
            try await rebuild(mark)
            progress(Double(index + 1) / steps)
        }
        for (index, (area, span)) in touched.enumerated() {
            try await rebuild(area, span)
            progress(Double(stale.count + index + 1) / steps)
        }
        try await database.write(scope) { session in
            for mark in stale { try StaleRollupRepository(session).clear(mark) }
        }
        return Set(touched.compactMap { $0.0.subject.kind == .zone ? ZoneID($0.0.subject.id) : nil })
    }

    private func rebuild(_ mark: StaleRollup) async throws {
        try await database.write(scope) { session in
            guard let series = try SeriesRepository(session).series(mark.series) else { return }
            let repository = SeriesRollupRepository(session)
            for chunk in wholeDayChunks(mark.span) {
                var blocks: [ReadingBlock] = []
                try ReadingBlockRepository(session).forEachBlock(
                    of: series.id, intervalSeconds: series.intervalSeconds, in: chunk
                ) { blocks.append($0) }
                let hours = wholeHours(chunk.intersection(wholeHours(mark.span)))
                let hourly = Rollup.hourly(blocks, intervalSeconds: series.intervalSeconds, over: hours)
                try repository.replaceHours(of: series.id, in: hours, by: hourly)
                let daily = Rollup.daily(
                    blocks, intervalSeconds: series.intervalSeconds, calendar: calendar, over: chunk)
                try repository.replaceDays(of: series.id, in: chunk, by: daily)
            }
        }
    }

    private func rebuild(_ area: AreaMembership, _ span: TimeSpan) async throws {
        try await database.write(scope) { session in
            let repository = AreaRollupRepository(session)
            for chunk in wholeDayChunks(span) {
                let hours = try area.hours(session, over: wholeHours(chunk))
                    .filter { chunk.contains($0.start) }
                try repository.replaceHours(of: area.subject, in: chunk, by: hours)
                try repository.replaceDays(of: area.subject, in: chunk, by: days(hours))
            }
        }
    }

    private func days(_ hours: [AreaHour]) -> [AreaDay] {
        Dictionary(grouping: hours) { calendar.localDate(of: $0.start) }
            .sorted { $0.key < $1.key }
            .compactMap { AreaDay(date: $0.key, start: calendar.start(of: $0.key), hours: $0.value) }
    }

    /// Local days that touch the span, a bounded number at a time.
    private func wholeDayChunks(_ span: TimeSpan) -> [TimeSpan] {
        let whole = Rollup.wholeDays(touching: span, calendar: calendar)
        var chunks: [TimeSpan] = []
        var start = whole.start
        while start < whole.end {
            let end = min(whole.end, calendar.start(of: calendar.localDate(of: start).adding(days: Self.chunkDays)))
            chunks.append(TimeSpan(start: start, end: end))
            start = end
        }
        return chunks
    }

    private func wholeHours(_ span: TimeSpan) -> TimeSpan {
        TimeSpan(start: span.start.floored(toMultipleOf: 3600), end: (span.end + 3599).floored(toMultipleOf: 3600))
    }
}
