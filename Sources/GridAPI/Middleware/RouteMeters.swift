import Metrics
import Synchronization

/// The meters of answers, found once for each method, route and status.
///
/// There are as many as there are routes, times the statuses they answer with: both are ours.
final class RouteMeters: Sendable {
    /// Where one kind of answer is counted.
    struct Meter: Sendable {
        fileprivate let requests: Counter
        fileprivate let duration: Metrics.Timer
        fileprivate let bytes: Counter

        func record(seconds: Double, bytes count: Int) {
            requests.increment()
            duration.recordSeconds(seconds)
            bytes.increment(by: count)
        }
    }

    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private let factory: any MetricsFactory
    private let meters = Mutex<[Key: Meter]>([:])

    init(_ factory: any MetricsFactory) {
        self.factory = factory
    }

    func of(method: String, route: String, status: Int) -> Meter {
        let key = Key(method: method, route: route, status: status)
        if let known = meters.withLock({ $0[key] }) { return known }
        let labels = [("method", method), ("route", route), ("status", String(status))]
        let answers = Array(labels.prefix(2))
        let meter = Meter(
            requests: Counter(label: HTTPMetrics.requests, dimensions: labels, factory: factory),
            duration: Metrics.Timer(label: HTTPMetrics.duration, dimensions: answers, factory: factory),
            bytes: Counter(label: HTTPMetrics.responseBytes, dimensions: answers, factory: factory))
        meters.withLock { $0[key] = meter }
        return meter
    }
}
