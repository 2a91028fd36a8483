public import GridModel
public import Persistence
import Telemetry

/// Brings hourly and daily rollups up to the readings that have changed since the last time.
///
/// A few series, and each area, are a transaction of their own, so that ingest never waits long. The
/// marks are cleared last: killed half-way, the rest is done next time, and doing a part twice
/// changes nothing.
public struct RebuildRollups: Sendable {
    /// How much of a series is held in memory at once.
    private static let chunkDays = 92
    /// How many series are rebuilt in a transaction, when their marks together are no longer than so many days: when
    /// thousands of meters report together, a commit for each would take longer than they take to report again.
    private static let seriesAtOnce = 200
    private static let daysAtOnce: Int64 = 400

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
    /// - Throws: `IncompleteRollups` when some could not be rebuilt, after all others were; `DatabaseError`
    ///   when the database itself is out of order.
    @discardableResult
    public func callAsFunction(progress: @Sendable (Double) -> Void = { _ in }) async throws -> Set<ZoneID> {
        let (stale, areas, closed) = try await database.read(scope) { session in
            let stale = try StaleRollupRepository(session).all()
            return (
                stale, stale.isEmpty ? [] : try AreaMembership.areas(session), try RetentionBoundary.stored(session)
            )
        }
        guard !stale.isEmpty else { return [] }
        // Of a closed stretch the readings may be gone: its figures stay as they were made of them.
        let spans = Dictionary(uniqueKeysWithValues: stale.map { ($0.series, $0.span.open(from: closed)) })
            .filter { !$0.value.isEmpty }
        let open = stale.compactMap { mark in spans[mark.series].map { OpenMark(series: mark.series, span: $0) } }
        let touched = areas.compactMap { area in area.staleSpan(spans).map { (area, $0) } }
        let steps = Double(open.count + touched.count)
        var failures: [IncompleteRollups.Failure] = []
        var unfinished: Set<SeriesID> = []
        var rebuilt: Set<ZoneID> = []
        var done = 0
        for marks in Self.groups(open) {
            // What fails among several is done again one by one, to find out which it is.
            if marks.count > 1, try await failure(of: "some series", in: { try await rebuild(marks) }) == nil {
                done += marks.count
                progress(Double(done) / steps)
                continue
            }
            for mark in marks {
                if let failure = try await failure(of: "series \(mark.series)", in: { try await rebuild([mark]) }) {
                    failures.append(failure)
                    unfinished.insert(mark.series)
                }
                done += 1
                progress(Double(done) / steps)
            }
        }
        for (index, (area, span)) in touched.enumerated() {
            let subject = area.subject
            let name = "\(subject.kind.rawValue) \(subject.id)"
            if let failure = try await failure(of: name, in: { try await rebuild(area, span) }) {
                failures.append(failure)
                unfinished.formUnion(area.series.map(\.id))
            } else if subject.kind == .zone {
                rebuilt.insert(ZoneID(subject.id))
            }
            progress(Double(open.count + index + 1) / steps)
        }
        let finished = stale.filter { !unfinished.contains($0.series) }
        try await database.write(scope) { session in
            for mark in finished { try StaleRollupRepository(session).clear(mark) }
            try StaleValidationRepository(session).mark(finished.map { ($0.series, $0.span) })
        }
        guard failures.isEmpty else { throw IncompleteRollups(rebuilt: rebuilt, failures: failures) }
        return rebuilt
    }

    /// What went wrong with one part; nil when nothing did. Throws what concerns all parts.
    private func failure(
        of subject: String, in work: () async throws -> Void
    ) async throws -> IncompleteRollups.Failure? {
        do {
            try await work()
            return nil
        } catch let error as CancellationError {
            throw error
        } catch let error as DatabaseError where error.concernsEverything {
            throw error
        } catch {
            return IncompleteRollups.Failure(subject: subject, reason: String(reflecting: error))
        }
    }

    /// What may be rebuilt of a mark.
    private struct OpenMark: Sendable {
        let series: SeriesID
        let span: TimeSpan
    }

    /// Marks that are rebuilt in one transaction each.
    private static func groups(_ stale: [OpenMark]) -> [[OpenMark]] {
        var groups: [[OpenMark]] = []
        var days: Int64 = 0
        for mark in stale {
            let length = mark.span.seconds / 86_400 + 1
            if let last = groups.last, last.count < seriesAtOnce, days + length <= daysAtOnce {
                groups[groups.count - 1].append(mark)
                days += length
            } else {
                groups.append([mark])
                days = length
            }
        }
        return groups
    }

    private func rebuild(_ marks: [OpenMark]) async throws {
        try await database.write(scope) { session in
            for mark in marks { try rebuild(mark, session) }
        }
    }

    private func rebuild(_ mark: OpenMark, _ session: TenantSession) throws {
        guard let series = try SeriesRepository(session).series(mark.series) else { return }
        let span = mark.span.wideningToHours
        for chunk in wholeDayChunks(span) {
            try DamagedBlocks.settingAside(session, of: [series], in: chunk.wideningToHours) {
                try rebuild(series, span, in: chunk, session)
            }
        }
    }

    /// - Parameter chunk: whole local days; where these begin between two whole hours, the hours at its
    ///   ends are rebuilt from the readings on both sides.
    private func rebuild(_ series: Series, _ span: TimeSpan, in chunk: TimeSpan, _ session: TenantSession) throws {
        var blocks: [ReadingBlock] = []
        try ReadingBlockRepository(session).forEachBlock(
            of: series.id, intervalSeconds: series.intervalSeconds, in: chunk.wideningToHours
        ) { blocks.append($0) }
        let repository = SeriesRollupRepository(session)
        let hours = chunk.intersection(span).wideningToHours
        let hourly = Rollup.hourly(blocks, intervalSeconds: series.intervalSeconds, over: hours)
        try repository.replaceHours(of: series.id, in: hours, by: hourly)
        let daily = Rollup.daily(blocks, intervalSeconds: series.intervalSeconds, calendar: calendar, over: chunk)
        try repository.replaceDays(of: series.id, from: dates(chunk).first, through: dates(chunk).last, by: daily)
    }

    private func rebuild(_ area: AreaMembership, _ span: TimeSpan) async throws {
        try await database.write(scope) { session in
            let repository = AreaRollupRepository(session)
            // What was expected of a series, and what stands in for it, rests on its readings before.
            let shown = TimeSpan(start: span.start, end: span.end + AreaHours.memorySeconds)
            for chunk in wholeDayChunks(shown.wideningToHours) {
                let all = chunk.wideningToHours
                let hours = try DamagedBlocks.settingAside(session, of: area.series, in: AreaHours.history(for: all)) {
                    try area.hours(session, over: all)
                }.filter { chunk.contains($0.start) }
                try repository.replaceHours(of: area.subject, in: chunk, by: hours)
                try repository.replaceDays(
                    of: area.subject, from: dates(chunk).first, through: dates(chunk).last, by: days(hours))
            }
        }
    }

    /// The local days of a stretch of whole ones.
    private func dates(_ chunk: TimeSpan) -> (first: CivilDate, last: CivilDate) {
        (calendar.localDate(of: chunk.start), calendar.localDate(of: chunk.end - 1))
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
}

extension TimeSpan {
    /// What of it begins at a moment or later.
    fileprivate func open(from moment: Timestamp?) -> TimeSpan {
        TimeSpan(start: Swift.max(start, moment ?? start), end: end)
    }
}

extension DatabaseError {
    /// It says nothing about the part that was worked on.
    fileprivate var concernsEverything: Bool {
        switch kind {
        case .busy, .diskFull, .inputOutput, .readOnly, .cannotOpen, .unavailable, .interrupted: true
        default: false
        }
    }
}
