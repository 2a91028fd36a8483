import Observability
import Synchronization

/// How the MQTT door stands, for readiness and metrics.
final class MQTTHealth: Sendable {
    /// Without a connection for longer than this, the process does not count as ready.
    static let patience: Duration = .seconds(60)

    private struct State {
        var isConnected = false
        var lastAlive = ContinuousClock.now
        var messages = 0
        var failures = 0
        var lastError: String?
    }

    private let state = Mutex(State())

    var isKeepingUp: Bool { ContinuousClock.now - state.withLock { $0.lastAlive } < Self.patience }
    var lastError: String? { state.withLock { $0.lastError } }

    func connected() { state.withLock { $0.isConnected = true } }

    func alive() { state.withLock { $0.lastAlive = .now } }

    func stored(messages count: Int) { state.withLock { $0.messages += count } }

    func failed(_ error: String) {
        state.withLock { state in
            state.isConnected = false
            state.failures += 1
            state.lastError = error
        }
    }

    func families() -> [MetricFamily] {
        let now = state.withLock { $0 }
        return [
            .gauge("urbangrid_mqtt_connected", "1 while the MQTT broker is connected.", now.isConnected ? 1 : 0),
            .gauge(
                "urbangrid_mqtt_silence_seconds", "Since the connection to the MQTT broker last was seen to work.",
                (ContinuousClock.now - now.lastAlive) / .seconds(1)),
            MetricFamily(
                name: "urbangrid_mqtt_messages", kind: .counter,
                help: "MQTT messages whose readings were stored or refused, and that were acknowledged.",
                samples: [.init(value: .number(Double(now.messages)))]),
            MetricFamily(
                name: "urbangrid_mqtt_failures", kind: .counter,
                help: "Connections to the MQTT broker that failed or broke.",
                samples: [.init(value: .number(Double(now.failures)))]),
        ]
    }
}
