import Synchronization

/// Carries events from those who publish to those who listen, within one process.
///
/// Publishing never waits for a listener: what it cannot take in time it loses, and is told so.
package final class LiveHub: Sendable {
    private struct Storage {
        var state: HubState
        var waiters: [HubState.ClientID: CheckedContinuation<HubState.Delivery, Never>] = [:]
    }

    private let storage: Mutex<Storage>

    /// - Parameter firstSequence: the number of each topic's first event: larger than any given
    ///   out before a restart (`firstSequence(startedAt:)`).
    package init(limits: HubLimits = HubLimits(), firstSequence: Int64) {
        storage = Mutex(Storage(state: HubState(limits: limits, firstSequence: firstSequence)))
    }

    /// A first number that no earlier process reached: room for a million events a second of its
    /// life, and exact in a JavaScript number.
    /// - Parameter startedAt: seconds since the epoch.
    package static func firstSequence(startedAt: Int64) -> Int64 {
        max(0, startedAt) << 20 + 1
    }

    package var clientCount: Int {
        storage.withLock { $0.state.clientCount }
    }

    /// - Returns: the event's number in its topic.
    @discardableResult
    package func publish(_ event: LiveEvent, to topic: LiveTopic) -> Int64 {
        publish(to: topic) { _ in event }
    }

    /// For events whose data hold their own number.
    /// - Parameter make: called once, while others wait: encode, do nothing else.
    @discardableResult
    package func publish(to topic: LiveTopic, _ make: (_ sequence: Int64) -> LiveEvent) -> Int64 {
        let (sequence, woken) = storage.withLock { storage in
            let event = make(storage.state.nextSequence(of: topic))
            let (sequence, wake) = storage.state.publish(event, to: topic)
            return (sequence, Self.take(wake, from: &storage))
        }
        for (waiter, delivery) in woken { waiter.resume(returning: delivery) }
        return sequence
    }

    /// Nil when the hub is full or closed.
    package func subscribe(to topic: LiveTopic, lastEventID: Int64? = nil) -> LiveSubscription? {
        switch storage.withLock({ $0.state.subscribe(to: topic, lastEventID: lastEventID) }) {
        case .admitted(let id, let start): LiveSubscription(hub: self, id: id, start: start)
        case .full: nil
        }
    }

    /// Ends every subscription and admits no more.
    package func close() {
        wake { $0.close() }
    }

    // MARK: For subscriptions

    func next(for id: HubState.ClientID) async -> HubState.Delivery {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let delivery: HubState.Delivery? = storage.withLock { storage in
                    // A second reader of one subscription is a mistake: the first is let go.
                    let earlier = storage.waiters.removeValue(forKey: id)
                    earlier?.resume(returning: .finished)
                    let delivery = storage.state.next(for: id)
                    if delivery == nil { storage.waiters[id] = continuation }
                    return delivery
                }
                if let delivery { continuation.resume(returning: delivery) }
            }
        } onCancel: {
            finish(id)
        }
    }

    func tick(_ id: HubState.ClientID) {
        wake { $0.tick(id) ? [id] : [] }
    }

    func finish(_ id: HubState.ClientID) {
        wake { $0.finish(id) ? [id] : [] }
    }

    func unsubscribe(_ id: HubState.ClientID) {
        let waiter = storage.withLock { storage in
            storage.state.unsubscribe(id)
            return storage.waiters.removeValue(forKey: id)
        }
        waiter?.resume(returning: .finished)
    }

    // MARK: Waking

    private func wake(_ change: (inout HubState) -> [HubState.ClientID]) {
        let woken = storage.withLock { storage in
            let wake = change(&storage.state)
            return Self.take(wake, from: &storage)
        }
        for (waiter, delivery) in woken { waiter.resume(returning: delivery) }
    }

    private static func take(
        _ clients: [HubState.ClientID], from storage: inout Storage
    ) -> [(CheckedContinuation<HubState.Delivery, Never>, HubState.Delivery)] {
        clients.compactMap { id in
            guard let waiter = storage.waiters[id], let delivery = storage.state.next(for: id) else { return nil }
            storage.waiters[id] = nil
            return (waiter, delivery)
        }
    }
}
