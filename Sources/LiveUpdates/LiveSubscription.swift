/// One listener's place in the hub. Read it from one task; letting it go frees the place.
package final class LiveSubscription: Sendable {
    /// Whether to begin with a snapshot or with what was missed.
    package let start: HubState.Start

    private let hub: LiveHub
    private let id: HubState.ClientID

    init(hub: LiveHub, id: HubState.ClientID, start: HubState.Start) {
        self.hub = hub
        self.id = id
        self.start = start
    }

    deinit {
        hub.unsubscribe(id)
    }

    /// Waits for something to tell. Cancelling the task finishes the subscription.
    package func next() async -> HubState.Delivery {
        await hub.next(for: id)
    }

    /// Makes `next()` answer `.idle` when nothing else is to be told.
    package func tick() {
        hub.tick(id)
    }

    /// Makes `next()` answer `.finished`, now and from now on.
    package func finish() {
        hub.finish(id)
    }
}
