package import GridModel
package import Identity
import Persistence

/// What somebody asks to be edited, and why.
package struct EditRequest: Hashable, Sendable {
    package enum Change: Hashable, Sendable {
        case values([EditValue])
        /// Every interval of the stretch by an estimate.
        case method(EditMethod, TimeSpan)
    }

    package let series: SeriesID
    package let change: Change
    package let reason: String
    package let actor: Actor

    package init(series: SeriesID, change: Change, reason: String, actor: Actor) {
        self.series = series
        self.change = change
        self.reason = reason
        self.actor = actor
    }
}

package struct EditValue: Hashable, Sendable {
    package let start: Timestamp
    package let value: Double

    package init(start: Timestamp, value: Double) {
        self.start = start
        self.value = value
    }
}

package enum EditMethod: String, CaseIterable, Sendable {
    case linear, likeDays, feederAllocation
}

/// One edit, estimate or revert: who, when, why, how much.
package struct EditRecord: Hashable, Sendable {
    package let id: EditID
    package let series: SeriesID
    /// `edit`, `estimate` or `revert`.
    package let kind: String
    package let span: TimeSpan
    package let method: String
    package let reason: String
    package let actor: String
    package let requestID: String?
    package let madeAt: Timestamp
    package let valueCount: Int
    /// How many of the intervals had a value before.
    package let beforeCount: Int
    package let reverts: EditID?
    package let revertedBy: EditID?

    package init(
        id: EditID, series: SeriesID, kind: String, span: TimeSpan, method: String, reason: String, actor: String,
        requestID: String?, madeAt: Timestamp, valueCount: Int, beforeCount: Int, reverts: EditID?, revertedBy: EditID?
    ) {
        self.id = id
        self.series = series
        self.kind = kind
        self.span = span
        self.method = method
        self.reason = reason
        self.actor = actor
        self.requestID = requestID
        self.madeAt = madeAt
        self.valueCount = valueCount
        self.beforeCount = beforeCount
        self.reverts = reverts
        self.revertedBy = revertedBy
    }

    init(_ stored: StoredEdit) {
        let edit = stored.edit
        self.init(
            id: stored.id, series: edit.series, kind: edit.kind.rawValue, span: edit.span, method: edit.method,
            reason: edit.reason, actor: edit.actor, requestID: edit.requestID, madeAt: edit.madeAt,
            valueCount: stored.valueCount, beforeCount: stored.beforeCount, reverts: edit.reverts,
            revertedBy: stored.revertedBy)
    }
}

/// An interval before and after; nil: no value.
package struct EditChange: Hashable, Sendable {
    package let start: Timestamp
    package let oldValue: Double?
    package let oldQuality: Quality?
    package let newValue: Double?
    package let newQuality: Quality?

    package init(start: Timestamp, oldValue: Double?, oldQuality: Quality?, newValue: Double?, newQuality: Quality?) {
        self.start = start
        self.oldValue = oldValue
        self.oldQuality = oldQuality
        self.newValue = newValue
        self.newQuality = newQuality
    }

    init(_ value: EditedValue) {
        self.init(
            start: value.start, oldValue: value.old?.value, oldQuality: value.old?.quality, newValue: value.new?.value,
            newQuality: value.new?.quality)
    }
}

/// An edit and its values; without `edit` only a preview.
package struct EditOutcome: Hashable, Sendable {
    package let edit: EditRecord?
    package let changes: [EditChange]

    package init(edit: EditRecord?, changes: [EditChange]) {
        self.edit = edit
        self.changes = changes
    }
}
