public import GridModel
public import Telemetry

/// What the validation rules found, and what became of it.
public struct FindingRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Brings the stored findings of a series up to what was found in a judged stretch.
    ///
    /// What is found again stays, with its number, state and the time it was found first; an open finding that is not
    /// found again is resolved, and a resolved one that is found again is open. Silences are `SilenceRepository`'s.
    public func reconcile(
        _ found: [Finding], of series: SeriesID, judged: TimeSpan, version: Int, at now: Timestamp
    ) throws {
        let known = try stored(of: series, overlapping: judged)
        var kept: Set<FindingID> = []
        var new: [Finding] = []
        for finding in found {
            // A run that began before the context was looked at is the one that is known.
            let match = known.first {
                $0.finding.kind == finding.kind && !kept.contains($0.id)
                    && !$0.finding.span.intersection(finding.span).isEmpty
            }
            guard let match else {
                new.append(finding)
                continue
            }
            kept.insert(match.id)
            try update(match, finding, version: version, at: now)
        }
        let gone = known.filter { $0.state == .open && !kept.contains($0.id) }
        try session.connection.runMany(
            "UPDATE findings SET state = 'resolved', state_changed_at = $3 WHERE tenant_id = $1 AND finding_id = $2",
            gone.map { [session.tenant, $0.id.sql, now.sql] })
        try insert(new, of: series, version: version, at: now)
    }

    /// Newest first; those that overlap [from, to), after the position of the last one seen.
    public func list(
        zone: ZoneID? = nil, series: SeriesID? = nil, kind: String? = nil, state: FindingState? = nil,
        from: Timestamp? = nil, to: Timestamp? = nil, after: (start: Timestamp, id: FindingID)? = nil, limit: Int
    ) throws -> [DescribedFinding] {
        var conditions = SQLConditions("found.tenant_id", session.tenant)
        conditions.add("series.zone_id =", zone)
        conditions.add("found.series_id =", series)
        conditions.add("found.kind =", kind)
        conditions.add("found.state =", state?.rawValue)
        conditions.add("found.end_at >", from)
        conditions.add("found.start <", to)
        if let after {
            let start = conditions.parameter(after.start)
            let id = conditions.parameter(after.id)
            conditions.add(
                "found.start <= " + start + " AND (found.start < " + start + " OR found.finding_id < " + id + ")")
        }
        return try described(conditions, limit: limit)
    }

    public func finding(_ id: FindingID) throws -> DescribedFinding? {
        var conditions = SQLConditions("found.tenant_id", session.tenant)
        conditions.add("found.finding_id =", id)
        return try described(conditions, limit: 1).first
    }

    /// Open gaps that ended by a moment, by their numbers.
    /// - Parameter isRetrying: also those that could not be estimated before, as their note says.
    public func openGaps(
        endedBy moment: Timestamp, isRetrying: Bool, after: FindingID = FindingID(0), limit: Int
    ) throws -> [OpenGap] {
        var conditions = SQLConditions("tenant_id", session.tenant)
        conditions.add("state = 'open' AND kind = 'gap'")
        conditions.add("end_at <=", moment)
        conditions.add("finding_id >", after)
        if !isRetrying { conditions.add("note IS NULL") }
        let last = conditions.parameter(limit)
        return try session.connection.rows(
            "SELECT finding_id, series_id, start, end_at FROM findings" + conditions.sql
                + " ORDER BY finding_id LIMIT " + last, conditions.arguments
        ) {
            OpenGap(id: $0.id(0), series: $0.id(1), span: TimeSpan(start: $0.timestamp(2), end: $0.timestamp(3)))
        }
    }

    /// - Returns: whether there is such a finding.
    @discardableResult
    public func set(_ state: FindingState, of id: FindingID, note: String?, at now: Timestamp) throws -> Bool {
        try session.connection.run(
            """
            UPDATE findings SET state = $3, state_changed_at = $4, note = $5 WHERE tenant_id = $1 AND finding_id = $2
            """,
            [session.tenant, id.sql, state.rawValue.sql, now.sql, note.sql]) == 1
    }

    private func stored(of series: SeriesID, overlapping span: TimeSpan) throws -> [StoredFinding] {
        try session.connection.rows(
            """
            SELECT finding_id, kind, start, end_at, state FROM findings
            WHERE tenant_id = $1 AND series_id = $2 AND start < $3 AND end_at >= $4 AND kind <> 'silence' ORDER BY start
            """,
            [session.tenant, series.sql, span.end.sql, span.start.sql]
        ) { row in
            StoredFinding(
                id: row.id(0),
                finding: Finding(
                    try Self.kind(row.text(1)), TimeSpan(start: row.timestamp(2), end: row.timestamp(3)), ""),
                state: try Self.state(row.text(4)))
        }
    }

    private func update(_ known: StoredFinding, _ finding: Finding, version: Int, at now: Timestamp) throws {
        let start = min(known.finding.span.start, finding.span.start)
        let isBack = known.state == .resolved
        try session.connection.run(
            """
            UPDATE findings SET start = $3, end_at = $4, value = $5, limit_value = $6, detail = $7, rule_version = $8,
                state = CASE WHEN state IN ('resolved', 'estimated') THEN 'open' ELSE state END,
                state_changed_at = CASE WHEN state IN ('resolved', 'estimated') THEN $9 ELSE state_changed_at END
            WHERE tenant_id = $1 AND finding_id = $2
            """,
            [
                session.tenant, known.id.sql, (isBack ? finding.span.start : start).sql, finding.span.end.sql,
                finding.value.sql, finding.limit.sql, finding.detail.sql, version.sql, now.sql,
            ])
    }

    private func insert(_ findings: [Finding], of series: SeriesID, version: Int, at now: Timestamp) throws {
        guard !findings.isEmpty else { return }
        let first = try IdentifierCounter(session: session).next("finding", count: findings.count, as: FindingID.self)
        try session.connection.runMany(
            """
            INSERT INTO findings (tenant_id, finding_id, series_id, kind, start, end_at, value, limit_value, detail,
                rule_version, found_at, state, state_changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open', $11)
            ON CONFLICT (tenant_id, series_id, kind, start) DO UPDATE SET end_at = excluded.end_at,
                value = excluded.value, limit_value = excluded.limit_value, detail = excluded.detail,
                rule_version = excluded.rule_version
            """,
            findings.enumerated().map { index, finding in
                [
                    session.tenant, (first.rawValue + Int64(index)).sql, series.sql, finding.kind.rawValue.sql,
                    finding.span.start.sql, finding.span.end.sql, finding.value.sql, finding.limit.sql,
                    finding.detail.sql, version.sql, now.sql,
                ]
            })
    }

    private func described(_ given: SQLConditions, limit: Int) throws -> [DescribedFinding] {
        var conditions = given
        let last = conditions.parameter(limit)
        return try session.connection.rows(
            "SELECT " + SeriesRepository.columns + ", " + SeriesRepository.subjectName
                + """
                , found.finding_id, found.kind, found.start, found.end_at, found.value, found.limit_value, found.detail,
                found.rule_version, found.found_at, found.state, found.state_changed_at, found.note
                FROM findings AS found JOIN series
                ON series.tenant_id = found.tenant_id AND series.series_id = found.series_id
                """ + SeriesRepository.joinedSubject + conditions.sql
                + " ORDER BY found.start DESC, found.finding_id DESC LIMIT " + last,
            conditions.arguments
        ) { row in
            DescribedFinding(
                id: row.id(10),
                finding: Finding(
                    try Self.kind(row.text(11)), TimeSpan(start: row.timestamp(12), end: row.timestamp(13)),
                    value: row.optionalReal(14), limit: row.optionalReal(15), FindingText(row.text(16))),
                ruleVersion: row.int(17), foundAt: row.timestamp(18), state: try Self.state(row.text(19)),
                stateChangedAt: row.timestamp(20), note: row.optionalText(21),
                series: try SeriesRepository.series(row), subjectName: row.optionalText(9))
        }
    }

    private static func kind(_ code: String) throws -> FindingKind {
        guard let kind = FindingKind(rawValue: code) else {
            throw DatabaseError(.corrupt, detail: "There is no kind of finding “\(code)”.")
        }
        return kind
    }

    private static func state(_ code: String) throws -> FindingState {
        guard let state = FindingState(rawValue: code) else {
            throw DatabaseError(.corrupt, detail: "There is no state of a finding “\(code)”.")
        }
        return state
    }
}

/// What became of a finding.
public enum FindingState: String, CaseIterable, Sendable {
    case open
    /// The gap has been filled with estimates.
    case estimated
    /// Somebody looked and said that it is right as it is.
    case dismissed
    /// It is no longer found: the readings or the rules have changed.
    case resolved
}

private struct StoredFinding {
    let id: FindingID
    let finding: Finding
    let state: FindingState
}

/// A gap that waits to be estimated.
public struct OpenGap: Hashable, Sendable {
    public let id: FindingID
    public let series: SeriesID
    public let span: TimeSpan
}

/// A finding with its series and what that belongs to.
public struct DescribedFinding: Hashable, Sendable {
    public let id: FindingID
    public let finding: Finding
    /// Of the rules it was found by; 0: the defaults.
    public let ruleVersion: Int
    public let foundAt: Timestamp
    public let state: FindingState
    public let stateChangedAt: Timestamp
    public let note: String?
    public let series: Series
    /// Nil when the subject is gone.
    public let subjectName: String?
}
