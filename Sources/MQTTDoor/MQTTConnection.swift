internal import CMosquitto
internal import Dispatch
internal import Glibc
internal import Synchronization

/// A subscription to a broker whose acknowledgements wait until they are asked for.
///
/// MQTT 3.1.1 by libmosquitto, QoS 1, with a session that the broker keeps (`clean session` off). The library puts an
/// acknowledgement into its queue when a message arrives; it is told that another thread does the network's work
/// (`mosquitto_threaded_set`), so the queue is only written when `acknowledge` says so. A connection that ends before
/// loses the queue, and the broker sends the messages again.
///
/// Everything that touches the library runs on one queue of its own, because it blocks.
package final class MQTTConnection: Sendable {
    package struct Options: Sendable {
        package var broker: MQTTBroker
        package var clientID: String
        /// With wildcards.
        package var topics: [String]
        /// PEM; nil: the system's.
        package var authorities: String?
        package var keepAliveSeconds: Int32 = 60
        package var connectSeconds = 10.0

        package init(broker: MQTTBroker, clientID: String, topics: [String], authorities: String? = nil) {
            self.broker = broker
            self.clientID = clientID
            self.topics = topics
            self.authorities = authorities
        }
    }

    private let queue = DispatchQueue(label: "urbangrid.mqtt")
    private let client: MosquittoClient

    /// Connects, and asks for the subscription.
    /// - Throws: `MQTTError`
    package init(_ options: Options) async throws {
        let client = try MosquittoClient(options)
        self.client = client
        try await Self.run(on: queue) { try client.connect() }
    }

    /// Waits for messages.
    /// - Parameters:
    ///   - limit: once so many are there, no more are read.
    ///   - seconds: returns without a message after so long.
    /// - Throws: `MQTTError` when the connection is lost; what was received is sent again by the broker.
    package func receive(limit: Int, waitingSeconds seconds: Double) async throws -> [MQTTMessage] {
        try await Self.run(on: queue) { [client] in try client.receive(limit: limit, waitingSeconds: seconds) }
    }

    /// Acknowledges everything that `receive` has returned.
    package func acknowledge() async throws {
        try await Self.run(on: queue) { [client] in try client.flush() }
    }

    private static func run<Value: Sendable>(
        on queue: DispatchQueue, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
