package import GridModel
import Integrations

/// A connector as people see it.
package struct ConnectorRecord: Hashable, Sendable {
    package enum Standing: String, CaseIterable, Sendable {
        case disabled
        /// Enabled, never polled yet.
        case new
        case running
        case working
        /// There is nothing to ask for yet; it goes on by itself when there is.
        case waiting
        /// The last poll failed; the next comes soon.
        case retrying
        /// Too many polls failed, or one that waiting does not mend: polls are hours apart.
        case suspended
    }

    package let name: String
    package let standing: Standing
    package let lastAttemptAt: Timestamp?
    package let lastSuccessAt: Timestamp?
    /// What the last success brought, in words.
    package let lastReport: String?
    /// Of the last poll; nil when it succeeded.
    package let lastError: String?
    /// Nil while it is off.
    package let nextAttemptAt: Timestamp?
    /// In a row.
    package let failures: Int
    /// Of the UTC day, as the provider counts them.
    package let callsToday: Int
    package let settings: Settings
    /// Whether the tenant has a key of its own with the provider.
    package let hasOwnKey: Bool

    package struct Settings: Hashable, Sendable {
        package let isEnabled: Bool
        package let baseURL: String
        package let intervalSeconds: Int64
        package let dailyCalls: Int
        package let backfillDays: Int
        package let radiusKm: Double

        package init(
            isEnabled: Bool, baseURL: String, intervalSeconds: Int64, dailyCalls: Int, backfillDays: Int,
            radiusKm: Double
        ) {
            self.isEnabled = isEnabled
            self.baseURL = baseURL
            self.intervalSeconds = intervalSeconds
            self.dailyCalls = dailyCalls
            self.backfillDays = backfillDays
            self.radiusKm = radiusKm
        }
    }

    package init(
        name: String, standing: Standing, lastAttemptAt: Timestamp?, lastSuccessAt: Timestamp?, lastReport: String?,
        lastError: String?, nextAttemptAt: Timestamp?, failures: Int, callsToday: Int, settings: Settings,
        hasOwnKey: Bool = false
    ) {
        self.name = name
        self.standing = standing
        self.lastAttemptAt = lastAttemptAt
        self.lastSuccessAt = lastSuccessAt
        self.lastReport = lastReport
        self.lastError = lastError
        self.nextAttemptAt = nextAttemptAt
        self.failures = failures
        self.callsToday = callsToday
        self.settings = settings
        self.hasOwnKey = hasOwnKey
    }
}

extension ConnectorRecord {
    init(_ kind: ConnectorKind, _ document: ConnectorDocument, hasOwnKey: Bool, now: Timestamp) {
        let (settings, state) = (document.settings, document.state)
        self.init(
            name: kind.rawValue, standing: Standing(document, now: now), lastAttemptAt: state.lastAttemptAt,
            lastSuccessAt: state.lastSuccessAt, lastReport: state.lastReport, lastError: state.lastError,
            nextAttemptAt: settings.isEnabled ? state.nextAttemptAt ?? now : nil, failures: state.failures,
            callsToday: state.calls(at: now),
            settings: Settings(
                isEnabled: settings.isEnabled, baseURL: settings.baseURL, intervalSeconds: settings.intervalSeconds,
                dailyCalls: settings.dailyCalls, backfillDays: settings.backfillDays, radiusKm: settings.radiusKm),
            hasOwnKey: hasOwnKey)
    }
}

extension ConnectorRecord.Standing {
    fileprivate init(_ document: ConnectorDocument, now: Timestamp) {
        if !document.settings.isEnabled {
            self = .disabled
        } else if document.state.isRunning(at: now) {
            self = .running
        } else if document.state.isSuspended {
            self = .suspended
        } else if document.state.isWaiting {
            self = .waiting
        } else if document.state.lastError != nil {
            self = .retrying
        } else {
            self = document.state.lastSuccessAt == nil ? .new : .working
        }
    }
}
