package import LiveUpdates

/// What the server holds of one tenant: its use cases, each bound to that tenant alone, and what its live streams
/// listen to. A handler is given one only after its request was admitted.
///
/// A class since a request's context carries it from middleware to middleware: copying that copies no use cases.
package final class TenantCity: Sendable {
    package let service: GridService
    /// `LiveEvent`s are published there.
    package let topic: LiveTopic

    package init(service: GridService, topic: LiveTopic) {
        self.service = service
        self.topic = topic
    }
}
