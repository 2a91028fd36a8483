import Integrations

/// What is to change of a connector's settings; nil: stays.
package struct ConnectorChange: Hashable, Sendable {
    package static let intervals = ConnectorSettings.intervals
    package static let dailyCallsRange = ConnectorSettings.dailyCallsRange
    package static let backfills = ConnectorSettings.backfills
    package static let radii = ConnectorSettings.radii

    package var isEnabled: Bool?
    package var baseURL: String?
    /// Within `intervals`.
    package var intervalSeconds: Int64?
    /// Within `dailyCallsRange`.
    package var dailyCalls: Int?
    /// Within `backfills`.
    package var backfillDays: Int?
    /// Within `radii`.
    package var radiusKm: Double?
    /// The tenant's own key with the provider, instead of the installation's.
    package var key: Key?

    package enum Key: Hashable, Sendable {
        case set(String)
        case remove
    }

    package init() {}

    func apply(to settings: inout ConnectorSettings) {
        settings.isEnabled = isEnabled ?? settings.isEnabled
        settings.baseURL = baseURL ?? settings.baseURL
        settings.intervalSeconds = intervalSeconds ?? settings.intervalSeconds
        settings.dailyCalls = dailyCalls ?? settings.dailyCalls
        settings.backfillDays = backfillDays ?? settings.backfillDays
        settings.radiusKm = radiusKm ?? settings.radiusKm
    }
}

/// A connector that cannot do what is asked of it, in words for whoever asks.
package struct ConnectorRefusal: Error, Hashable, CustomStringConvertible {
    package let description: String
    /// The setting that is to blame; nil: how things stand.
    package let field: String?

    package init(_ description: String, field: String? = nil) {
        self.description = description
        self.field = field
    }
}
