/// How much a hub holds and for how many.
package struct HubLimits: Hashable, Sendable {
    /// Clients of all topics together.
    package var clients: Int
    /// Events that may wait for one client before it counts as too slow.
    package var queuedEvents: Int
    /// Bytes of data that may wait for one client before it counts as too slow.
    package var queuedBytes: Int
    /// Events kept per topic for clients that come back.
    package var historyEvents: Int
    /// Bytes of data kept per topic for clients that come back.
    package var historyBytes: Int

    package init(
        clients: Int = 200, queuedEvents: Int = 256, queuedBytes: Int = 4 << 20, historyEvents: Int = 512,
        historyBytes: Int = 4 << 20
    ) {
        self.clients = clients
        self.queuedEvents = queuedEvents
        self.queuedBytes = queuedBytes
        self.historyEvents = historyEvents
        self.historyBytes = historyBytes
    }
}
