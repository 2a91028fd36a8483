package import GridModel
package import Identity
package import Persistence
import Telemetry

/// Lists what validation found, and notes that somebody looked.
package struct FindingQueries: Sendable {
    private let database: any Database
    private let scope: TenantScope
    private let clock: CityClock

    package init(database: any Database, scope: TenantScope, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.clock = clock
    }

    /// Newest first.
    package func list(
        _ filter: FindingFilter, after: AnomalyPosition?, limit: Int
    ) async throws -> [FindingRecord] {
        try await database.read(scope) { session in
            try FindingRepository(session).list(
                zone: filter.zone, series: filter.series, kind: filter.kind?.rawValue,
                state: filter.state.flatMap { FindingState(rawValue: $0.rawValue) }, from: filter.from, to: filter.to,
                after: after.map { ($0.start, FindingID($0.id.rawValue)) }, limit: limit
            ).map(Self.record)
        }
    }

    /// Says that the readings are right as they are.
    /// - Returns: nil without such a finding.
    package func dismiss(_ id: FindingID, note: String, by actor: Actor) async throws -> FindingRecord? {
        let now = clock.now
        return try await database.write(scope) { session in
            let repository = FindingRepository(session)
            guard try repository.set(.dismissed, of: id, note: note, at: now) else { return nil }
            try session.audit("finding.dismiss", by: actor, on: "finding", id, after: ["note": note])
            return try repository.finding(id).map(Self.record)
        }
    }

    private static func record(_ found: DescribedFinding) -> FindingRecord {
        FindingRecord(
            id: found.id, series: found.series.id, seriesName: found.series.name,
            assetName: found.series.subject.shown(found.subjectName), zone: found.series.zone,
            quantity: found.series.quantity, kind: found.finding.kind.rawValue, rule: found.finding.kind.rule.rawValue,
            span: found.finding.span, value: found.finding.value, limit: found.finding.limit,
            detail: found.finding.detail, ruleVersion: found.ruleVersion, foundAt: found.foundAt,
            state: found.state.rawValue, stateChangedAt: found.stateChangedAt, note: found.note)
    }
}

/// What a finding is about, for filters.
package enum FindingTopic: String, CaseIterable, Sendable {
    case range, rateOfChange, flatline, spike, gap, silence, ancientTimestamp, futureTimestamp, intervalMismatch,
        unitMismatch
    case registerRollover, registerReset, registerOutage
}

package enum FindingStage: String, CaseIterable, Sendable {
    case open, estimated, dismissed, resolved
}

/// Which findings to list; nil takes all. Those that overlap [from, to).
package struct FindingFilter: Hashable, Sendable {
    package let zone: ZoneID?
    package let series: SeriesID?
    package let kind: FindingTopic?
    package let state: FindingStage?
    package let from: Timestamp?
    package let to: Timestamp?

    package init(
        zone: ZoneID?, series: SeriesID?, kind: FindingTopic?, state: FindingStage?, from: Timestamp?, to: Timestamp?
    ) {
        self.zone = zone
        self.series = series
        self.kind = kind
        self.state = state
        self.from = from
        self.to = to
    }
}

/// Readings that a rule found fault with.
package struct FindingRecord: Hashable, Sendable {
    package let id: FindingID
    package let series: SeriesID
    package let seriesName: String
    package let assetName: String
    package let zone: ZoneID?
    package let quantity: Quantity
    package let kind: String
    package let rule: String
    package let span: TimeSpan
    package let value: Double?
    package let limit: Double?
    package let detail: String
    package let ruleVersion: Int
    package let foundAt: Timestamp
    package let state: String
    package let stateChangedAt: Timestamp
    package let note: String?

    package init(
        id: FindingID, series: SeriesID, seriesName: String, assetName: String, zone: ZoneID?, quantity: Quantity,
        kind: String, rule: String, span: TimeSpan, value: Double?, limit: Double?, detail: String, ruleVersion: Int,
        foundAt: Timestamp, state: String, stateChangedAt: Timestamp, note: String?
    ) {
        self.id = id
        self.series = series
        self.seriesName = seriesName
        self.assetName = assetName
        self.zone = zone
        self.quantity = quantity
        self.kind = kind
        self.rule = rule
        self.span = span
        self.value = value
        self.limit = limit
        self.detail = detail
        self.ruleVersion = ruleVersion
        self.foundAt = foundAt
        self.state = state
        self.stateChangedAt = stateChangedAt
        self.note = note
    }
}
