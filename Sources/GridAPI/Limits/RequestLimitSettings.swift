import Foundation
package import Identity

/// How much is let through. A limit that is nil is not counted.
package struct RequestLimitSettings: Hashable, Sendable {
    /// Whatever one address sends, before anybody looks at it: many people may share one.
    package var perAddress: RateLimit? = RateLimit(perMinute: 120_000, burst: 12_000)
    /// Attempts to sign in, reset a password and the like: of one address, and of one person.
    package var auth: RateLimit? = RateLimit(perMinute: 120, burst: 60)
    /// Of one person or key, as the following.
    package var read: RateLimit? = RateLimit(perMinute: 3000, burst: 600)
    package var write: RateLimit? = RateLimit(perMinute: 600, burst: 120)
    /// Telegraf sends a thousand readings a request unless told otherwise: this is a million a second.
    package var ingest: RateLimit? = RateLimit(perMinute: 60_000, burst: 6000)
    package var export: RateLimit? = RateLimit(perMinute: 60, burst: 20)
    /// Handlers at a time: as many as keep the machine busy, few enough for another tenant to be served soon.
    package var places = FairSlots.Limits(places: max(16, 4 * ProcessInfo.processInfo.activeProcessorCount))
    /// Those that take readings in, whose senders may be slow: they must not hold the places that pages wait for. The
    /// bytes of their bodies have limits of their own (`GridAPILimits`).
    package var ingestPlaces = FairSlots.Limits(places: 64)
    /// How long a request waits for a place.
    package var placeWait: Duration = .seconds(5)
    /// Whose `X-Forwarded-For` is believed.
    package var trustedProxies: [AddressBlock] = []

    package init() {}

    /// Without any limit of rates: for benchmarks.
    package static let unlimited: RequestLimitSettings = {
        var settings = RequestLimitSettings()
        for kind in RateClass.allCases { settings[kind] = nil }
        return settings
    }()

    package subscript(kind: RateClass) -> RateLimit? {
        get {
            switch kind {
            case .any: perAddress
            case .auth: auth
            case .read: read
            case .write: write
            case .ingest: ingest
            case .export: export
            }
        }
        set {
            switch kind {
            case .any: perAddress = newValue
            case .auth: auth = newValue
            case .read: read = newValue
            case .write: write = newValue
            case .ingest: ingest = newValue
            case .export: export = newValue
            }
        }
    }
}
