import GridModel
package import Identity
package import Observability
import Synchronization

/// Counts requests against the limits and refuses those beyond.
package final class RequestLimits: Sendable {
    package let settings: RequestLimitSettings
    let proxies: TrustedProxies
    private let places: HandlerPlaces
    private let ingestPlaces: HandlerPlaces
    private let counter: any RateCounter
    private let refused = Mutex<[String: Int]>([:])

    /// - Parameter counter: nil: this process counts by itself.
    package init(settings: RequestLimitSettings = RequestLimitSettings(), counter: (any RateCounter)? = nil) {
        self.settings = settings
        self.counter = counter ?? ProcessRateCounter()
        proxies = TrustedProxies(blocks: settings.trustedProxies)
        places = HandlerPlaces(settings.places, wait: settings.placeWait)
        ingestPlaces = HandlerPlaces(settings.ingestPlaces, wait: settings.placeWait)
    }

    /// Where handlers of a class find their place.
    func places(for kind: RateClass) -> HandlerPlaces { kind == .ingest ? ingestPlaces : places }

    /// Any request, by where it comes from.
    func admitAny(_ context: GridRequestContext) async throws(Problem) {
        try await take(.any, RateSubject(address: context.client.text, .any), settings.perAddress, context)
    }

    /// An attempt to prove who one is, by where it comes from.
    func admitAuthentication(_ context: GridRequestContext) async throws(Problem) {
        try await take(.auth, RateSubject(address: context.client.text, .auth), settings.auth, context)
    }

    /// A request of somebody who is known, by its class and, for a key with a limit of its own, by that.
    func admit(_ access: Access, to kind: RateClass, _ context: GridRequestContext) async throws(Problem) {
        if let perMinute = access.requestsPerMinute, case .apiKey(let key) = access.principal {
            try await take(
                "key", .ownLimit(key, access.scope?.tenant), RateLimit(perMinute: perMinute), context)
        }
        try await take(kind, RateSubject(access, kind), settings[kind], context)
    }

    package func families() -> [MetricFamily] {
        let counts = refused.withLock { $0 }
        let places = [("requests", places.counts), ("ingest", ingestPlaces.counts)]
        return [
            MetricFamily(
                name: "urbangrid_requests_limited", kind: .counter, help: "Requests refused with 429, by limit.",
                samples: counts.sorted { $0.key < $1.key }.map {
                    .init(labels: [MetricLabel("limit", $0.key)], value: .number(Double($0.value)))
                }),
            MetricFamily(
                name: "urbangrid_handler_places_held", kind: .gauge, help: "Handlers at work.",
                samples: places.map {
                    .init(labels: [MetricLabel("kind", $0.0)], value: .number(Double($0.1.held)))
                }),
            MetricFamily(
                name: "urbangrid_handler_places_waiting", kind: .gauge, help: "Requests that wait for a handler.",
                samples: places.map {
                    .init(labels: [MetricLabel("kind", $0.0)], value: .number(Double($0.1.waiting)))
                }),
        ]
    }

    private func take(
        _ kind: RateClass, _ subject: RateSubject, _ limit: RateLimit?, _ context: GridRequestContext
    ) async throws(Problem) {
        guard let limit else { return }
        try await take(kind.rawValue, subject, limit, context)
    }

    private func take(
        _ name: String, _ subject: RateSubject, _ limit: RateLimit, _ context: GridRequestContext
    ) async throws(Problem) {
        let decision = await counter.take(subject, limit)
        context.limits.note(LimitReport.Line(name: name, limit: limit, decision: decision))
        guard !decision.isAllowed else { return }
        refused.withLock { $0[name, default: 0] += 1 }
        throw .tooManyRequests(
            "More than \(limit.perMinute) requests a minute of “\(name)”.", retryAfter: decision.retryAfterSeconds)
    }
}
