public import GridModel
public import Persistence
public import Telemetry

/// A zone or feeder and the energy series of the load points and generators that make up its load.
public struct AreaMembership: Sendable {
    /// The zone or feeder.
    public let subject: Subject
    public let series: [Series]

    /// Every zone and feeder that has a measured energy series.
    public static func areas(_ session: TenantSession) throws -> [AreaMembership] {
        let feederOfAsset = Dictionary(
            uniqueKeysWithValues: try AssetRepository(session).assets(of: [.loadPoint, .generator]).map {
                ($0.id.rawValue, $0.feeder)
            })
        // A meter at the boundary of an area counts what the meters below it count again.
        let measured = try SeriesRepository(session).list(isDerived: false).filter {
            $0.quantity.isEnergy && $0.subject.kind.isConnection
        }
        var members: [Subject: [Series]] = [:]
        for series in measured {
            if let zone = series.zone { members[.zone(zone), default: []].append(series) }
            if let feeder = feederOfAsset[series.subject.id] ?? nil {
                members[.asset(.feeder, feeder), default: []].append(series)
            }
        }
        return members.map { AreaMembership(subject: $0.key, series: $0.value) }
            .sorted { ($0.subject.kind.rawValue, $0.subject.id) < ($1.subject.kind.rawValue, $1.subject.id) }
    }

    /// The stretch in which any member has changed; nil when none has.
    func staleSpan(_ stale: [SeriesID: TimeSpan]) -> TimeSpan? {
        let spans = series.compactMap { stale[$0.id] }
        guard let start = spans.map(\.start).min(), let end = spans.map(\.end).max() else { return nil }
        return TimeSpan(start: start, end: end)
    }

    /// The area's hours from the stored blocks of its members, completed where little is missing (`AreaGaps`).
    /// - Parameter span: whole UTC hours.
    public func hours(_ session: TenantSession, over span: TimeSpan) throws -> [AreaHour] {
        var area = AreaHours(covering: span)
        var incomplete: [(member: Series, columns: HourlyColumns)] = []
        for member in series {
            guard let columns = try columns(of: member, over: span, session) else {
                // A meter of days has no hours: once it has reported, its area lacks it.
                if try ReadingBlockRepository(session).extent(of: member.id) != nil { area.addMissingSeries() }
                continue
            }
            try area.add(columns, quantity: member.quantity)
            if columns.counts.contains(where: { Int($0) < columns.expectedPerHour }) {
                incomplete.append((member, columns))
            }
        }
        for (member, columns) in incomplete {
            guard let gap = area.gapSpan(of: columns),
                let history = try self.columns(of: member, over: AreaHours.history(for: gap), session)
            else { continue }
            area.addGaps(of: columns, history: history, quantity: member.quantity)
        }
        return area.hours
    }

    /// Nil when its interval is longer than an hour.
    private func columns(
        of member: Series, over span: TimeSpan, _ session: TenantSession
    ) throws -> HourlyColumns? {
        guard var columns = HourlyColumns(covering: span, intervalSeconds: member.intervalSeconds) else { return nil }
        try ReadingBlockRepository(session).forEachPayload(
            of: member.id, intervalSeconds: member.intervalSeconds, in: span
        ) { try columns.add(payload: $0) }
        return columns
    }
}
