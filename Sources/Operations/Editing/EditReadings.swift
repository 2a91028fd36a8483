package import GridModel
package import Identity
package import Persistence
import Telemetry

/// Edits readings by hand, with a reason, and takes edits and estimates back.
///
/// What stood there before is kept value by value; the readings go through `ReadingStore`, so that revisions and
/// rollups follow. A reading that comes in later for an edited interval replaces it, as a revision, unless it only
/// repeats what the edit replaced (`KeptEdits`).
package struct EditReadings: Sendable {
    package static let mostValues = 10_000
    package static let reasonLength = 3...1000
    /// Of how many intervals the edits are held in memory at once.
    private static let stackedAtOnce = 1000

    private let database: any Database
    private let scope: TenantScope
    private let calendar: LoadCalendar
    private let clock: CityClock

    package init(database: any Database, scope: TenantScope, calendar: LoadCalendar, clock: CityClock) {
        self.database = database
        self.scope = scope
        self.calendar = calendar
        self.clock = clock
    }

    /// - Parameter isPreview: only show what would change.
    /// - Returns: nil without such a series.
    /// - Throws: `VEERefusal`, and then nothing has changed.
    package func edit(_ request: EditRequest, isPreview: Bool) async throws -> EditOutcome? {
        let now = clock.now
        let body: @Sendable (TenantSession) throws -> EditOutcome? = { session in
            guard let series = try SeriesRepository(session).series(request.series) else { return nil }
            let (new, method) = try readings(request, of: series, now: now, session)
            let stored = try Self.stored(series, at: new.map(\.start), session)
            let changes = new.map { EditedValue(start: $0.start, old: stored[$0.start], new: $0) }
            guard let first = changes.first, let last = changes.last else { return nil }
            guard !isPreview else { return EditOutcome(edit: nil, changes: changes.map(EditChange.init)) }
            var store = ReadingStore(session, now: now, source: "edit by \(request.actor.name)", isEditing: true)
            try store.merge(new, into: series)
            let repository = EditRepository(session)
            let id = try repository.insert(
                NewEdit(
                    series: series.id, kind: .edit,
                    span: TimeSpan(start: first.start, end: last.start + series.intervalSeconds), method: method,
                    reason: request.reason, actor: request.actor.name, requestID: request.actor.editRequestID,
                    madeAt: now), changes)
            try Self.audit("readings.edit", id, of: series, changes.count, request.reason, by: request.actor, session)
            return EditOutcome(
                edit: try repository.edit(id).map(EditRecord.init), changes: changes.map(EditChange.init))
        }
        return try await isPreview ? database.read(scope, body) : database.write(scope, body)
    }

    /// Takes an edit or estimate back: where what it put there stands, what lies below it stands again; where other
    /// edits lie over it, they stand, and it is gone from below them (`EditStack`).
    /// - Returns: with the values that changed, which may be none; nil without such an edit.
    /// - Throws: `VEERefusal` when it was taken back already, or is itself a revert.
    package func revert(
        _ id: EditID, reason: String, by actor: Actor
    ) async throws -> EditOutcome? {
        let now = clock.now
        let faults = Self.faults(reason: reason)
        guard faults.isEmpty else { throw VEERefusal(faults) }
        return try await database.write(scope) { session in
            let repository = EditRepository(session)
            guard let edit = try repository.edit(id),
                let series = try SeriesRepository(session).series(edit.edit.series)
            else { return nil }
            guard edit.edit.kind != .revert, edit.revertedBy == nil else {
                throw VEERefusal([
                    VEEFault(
                        field: "id", message: "It has been taken back, or takes back another itself.",
                        expected: "an edit or estimate that stands")
                ])
            }
            let made = try repository.values(of: id)
            let stored = try Self.stored(series, at: made.map(\.start), session)
            let changes = try Self.changes(reverting: id, of: series, made.map(\.start), stored, session)
            var store = ReadingStore(session, now: now, source: "revert by \(actor.name)", isEditing: true)
            try store.merge(changes.compactMap(\.new), into: series)
            try store.remove(changes.filter { $0.new == nil }.compactMap(\.old), from: series)
            let revert = try repository.insert(
                NewEdit(
                    series: series.id, kind: .revert, span: edit.edit.span, method: edit.edit.method, reason: reason,
                    actor: actor.name, requestID: actor.editRequestID, madeAt: now, reverts: id), changes)
            try Self.audit("readings.revertEdit", revert, of: series, changes.count, reason, by: actor, session)
            return EditOutcome(
                edit: try repository.edit(revert).map(EditRecord.init), changes: changes.map(EditChange.init))
        }
    }

    /// Newest first.
    package func list(
        series: SeriesID?, before: EditID?, limit: Int
    ) async throws -> [EditRecord] {
        try await database.read(scope) { session in
            try EditRepository(session).list(series: series, kind: nil, before: before, limit: limit).map(
                EditRecord.init)
        }
    }

    /// With its values; nil without such an edit.
    package func edit(_ id: EditID) async throws -> EditOutcome? {
        try await database.read(scope) { session in
            let repository = EditRepository(session)
            guard let edit = try repository.edit(id) else { return nil }
            return EditOutcome(edit: EditRecord(edit), changes: try repository.values(of: id).map(EditChange.init))
        }
    }

    // MARK: Private

    /// Ascending, each start once.
    private func readings(
        _ request: EditRequest, of series: Series, now: Timestamp, _ session: TenantSession
    ) throws -> ([Reading], method: String) {
        var faults = Self.faults(reason: request.reason)
        var readings: [Reading] = []
        var name = "values"
        let validator = ReadingValidator(
            series: series, now: now, closedBefore: try RetentionBoundary.stored(session))
        switch request.change {
        case .values(let values):
            for (index, value) in values.enumerated() {
                let reading = Reading(start: value.start, value: value.value, quality: .edited)
                faults += validator.faults(in: reading).map {
                    VEEFault(
                        field: "values[\(index)].\($0.field.rawValue)", message: $0.message, expected: $0.expected)
                }
                readings.append(reading)
            }
            if Set(values.map(\.start)).count < values.count {
                faults.append(
                    VEEFault(field: "values", message: "A start is given twice.", expected: "each start once"))
            }
            if values.isEmpty || values.count > Self.mostValues {
                faults.append(
                    VEEFault(field: "values", message: "\(values.count) values.", expected: "1 to \(Self.mostValues)"))
            }
        case .method(let method, let span):
            name = method.rawValue
            let aligned =
                span.start.isAligned(toMultipleOf: series.intervalSeconds)
                && span.end.isAligned(toMultipleOf: series.intervalSeconds)
            guard aligned, !span.isEmpty, span.seconds / series.intervalSeconds <= Self.mostValues else {
                faults.append(
                    VEEFault(
                        field: "from", message: "Not whole intervals of the series, or too many.",
                        expected: "1 to \(Self.mostValues) intervals of \(series.intervalSeconds) s"))
                break
            }
            guard !series.isDerived, !series.quantity.isRegister, span.end <= now,
                try !RegisterEnergyRepository(session).isEnergy(series.id)
            else {
                faults.append(
                    VEEFault(
                        field: "method", message: "Registers, computed series and the future are not estimated.",
                        expected: "a measured series and a stretch that has ended"))
                break
            }
            let estimator = GapEstimator(
                session: session, calendar: calendar.city, holidays: calendar.holidays,
                settings: try VEESettings.stored(session), feeders: try FeederMeters(session))
            readings = try estimator.estimate(span, of: series, by: EstimationMethod(method)).map {
                Reading(start: $0.start, value: $0.value, quality: .substituted)
            }
            if Int64(readings.count) * series.intervalSeconds < span.seconds {
                faults.append(
                    VEEFault(
                        field: "method", message: "There is too little around it to estimate from.",
                        expected: "another method, or values"))
            }
        }
        guard faults.isEmpty else { throw VEERefusal(Array(faults.prefix(100))) }
        return (readings.sorted { $0.start < $1.start }, name)
    }

    private static func faults(reason: String) -> [VEEFault] {
        reasonLength.contains(reason.count)
            ? []
            : [
                VEEFault(
                    field: "reason", message: "\(reason.count) characters.",
                    expected: "\(reasonLength.lowerBound) to \(reasonLength.upperBound) characters")
            ]
    }

    private static func audit(
        _ action: String, _ id: EditID, of series: Series, _ values: Int, _ reason: String, by actor: Actor,
        _ session: TenantSession
    ) throws {
        try session.audit(
            action, by: actor, on: "edit", id,
            after: ["seriesId": series.id.description, "values": String(values), "reason": reason])
    }

    /// What stands elsewhere once an edit is gone.
    /// - Parameter starts: of the intervals it changed, ascending.
    private static func changes(
        reverting id: EditID, of series: Series, _ starts: [Timestamp], _ stored: [Timestamp: Reading],
        _ session: TenantSession
    ) throws -> [EditedValue] {
        var changes: [EditedValue] = []
        for first in stride(from: 0, to: starts.count, by: stackedAtOnce) {
            let part = starts[first..<min(first + stackedAtOnce, starts.count)]
            guard let from = part.first, let last = part.last else { continue }
            let history = Dictionary(
                grouping: try EditRepository(session).history(of: series.id, in: TimeSpan(start: from, end: last + 1)),
                by: \.value.start)
            for start in part {
                var stack = EditStack(history[start] ?? [], standing: stored[start])
                stack.remove(id)
                guard !EditStack.same(stack.top, stored[start]) else { continue }
                changes.append(EditedValue(start: start, old: stored[start], new: stack.top))
            }
        }
        return changes
    }

    private static func stored(
        _ series: Series, at starts: [Timestamp], _ session: TenantSession
    ) throws -> [Timestamp: Reading] {
        guard let first = starts.min(), let last = starts.max() else { return [:] }
        let wanted = Set(starts)
        var stored: [Timestamp: Reading] = [:]
        try ReadingBlockRepository(session).forEachBlock(
            of: series.id, intervalSeconds: series.intervalSeconds,
            in: TimeSpan(start: first, end: last + series.intervalSeconds)
        ) { block in
            for reading in block.readings where wanted.contains(reading.start) { stored[reading.start] = reading }
        }
        return stored
    }
}

extension Actor {
    /// Edits know a request's id, or none.
    fileprivate var editRequestID: String? { requestID.isEmpty ? nil : requestID }
}

extension EstimationMethod {
    fileprivate init(_ method: EditMethod) {
        switch method {
        case .linear: self = .linear
        case .likeDays: self = .likeDays
        case .feederAllocation: self = .feederAllocation
        }
    }
}
