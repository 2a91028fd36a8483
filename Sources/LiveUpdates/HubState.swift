/// Who listens to what and what waits for them: the hub without its locks and its waiting.
///
/// Topics number their events one after the other. Numbers begin at `firstSequence`, which the
/// shell derives from the time the process started, so that a number given out before a restart
/// is never mistaken for one given out after it.
package struct HubState {
    package struct ClientID: Hashable, Sendable {
        let rawValue: Int64
    }

    /// How a new client begins.
    package enum Start: Hashable, Sendable {
        /// With the state of things, which holds every event up to this number.
        case snapshot(sequence: Int64)
        /// With the events it missed (perhaps none), which already wait in its queue.
        case resume
    }

    package enum Admission: Hashable, Sendable {
        case admitted(ClientID, Start)
        case full
    }

    /// What a client is to be told next.
    package enum Delivery: Hashable, Sendable {
        case events([SequencedEvent])
        /// Nothing happened since the last tick.
        case idle
        /// It was too slow; what waited for it is gone. Nothing follows.
        case overflowed
        /// The hub or the client ended it. Nothing follows.
        case finished
    }

    private struct Client {
        let topic: LiveTopic
        var queue: [SequencedEvent] = []
        var queuedBytes = 0
        var isTicked = false
        var isWaiting = false
        var ending: Delivery?
    }

    private let limits: HubLimits
    private let firstSequence: Int64
    private var histories: [LiveTopic: EventHistory] = [:]
    private var clients: [ClientID: Client] = [:]
    private var lastClient: Int64 = 0
    private var isClosed = false

    package init(limits: HubLimits, firstSequence: Int64) {
        self.limits = limits
        self.firstSequence = firstSequence
    }

    package var clientCount: Int { clients.count }

    // MARK: What happens

    /// - Returns: the event's number and the waiting clients that now have something to hear.
    package mutating func publish(_ event: LiveEvent, to topic: LiveTopic) -> (sequence: Int64, wake: [ClientID]) {
        var history = histories[topic] ?? EventHistory(before: firstSequence)
        let sequenced = history.append(event, limits: limits)
        histories[topic] = history
        var wake: [ClientID] = []
        for id in clients.keys where clients[id]?.topic == topic {
            enqueue(sequenced, for: id)
            if takeWaiting(id) { wake.append(id) }
        }
        return (sequenced.sequence, wake)
    }

    /// The number that the topic's next event will get.
    package func nextSequence(of topic: LiveTopic) -> Int64 {
        (histories[topic]?.latest ?? firstSequence - 1) + 1
    }

    /// - Parameter lastEventID: the number of the last event the client saw, if it comes back.
    package mutating func subscribe(to topic: LiveTopic, lastEventID: Int64?) -> Admission {
        guard !isClosed, clients.count < limits.clients else { return .full }
        lastClient += 1
        let id = ClientID(rawValue: lastClient)
        var client = Client(topic: topic)
        let history = histories[topic] ?? EventHistory(before: firstSequence)
        let missed = lastEventID.flatMap { history.events(after: $0) }
        if let missed {
            client.queue = Array(missed)
            client.queuedBytes = missed.reduce(0) { $0 + $1.event.data.count }
        }
        clients[id] = client
        return .admitted(id, missed == nil ? .snapshot(sequence: history.latest) : .resume)
    }

    /// What the client hears next; nil when it has to wait. An unknown client is finished.
    package mutating func next(for id: ClientID) -> Delivery? {
        guard var client = clients[id] else { return .finished }
        defer { clients[id] = client }
        if let ending = client.ending { return ending }
        if !client.queue.isEmpty {
            let events = client.queue
            client.queue = []
            client.queuedBytes = 0
            client.isTicked = false
            return .events(events)
        }
        if client.isTicked {
            client.isTicked = false
            return .idle
        }
        client.isWaiting = true
        return nil
    }

    /// Time has passed: a client that has nothing to hear is to be told so.
    /// - Returns: whether it waits and must be woken.
    package mutating func tick(_ id: ClientID) -> Bool {
        clients[id]?.isTicked = true
        return takeWaiting(id)
    }

    /// Ends a client; what still waits for it is dropped.
    /// - Returns: whether it waits and must be woken.
    package mutating func finish(_ id: ClientID) -> Bool {
        end(id, with: .finished)
        return takeWaiting(id)
    }

    /// Forgets a client. Its place is free for another.
    package mutating func unsubscribe(_ id: ClientID) {
        clients[id] = nil
    }

    /// Ends every client and admits no more.
    /// - Returns: the clients that wait and must be woken.
    package mutating func close() -> [ClientID] {
        isClosed = true
        return clients.keys.filter { finish($0) }
    }

    // MARK: Clients

    private mutating func enqueue(_ event: SequencedEvent, for id: ClientID) {
        guard var client = clients[id], client.ending == nil else { return }
        client.queue.append(event)
        client.queuedBytes += event.event.data.count
        clients[id] = client
        if client.queue.count > limits.queuedEvents || client.queuedBytes > limits.queuedBytes {
            end(id, with: .overflowed)
        }
    }

    private mutating func end(_ id: ClientID, with ending: Delivery) {
        guard var client = clients[id], client.ending == nil else { return }
        client.ending = ending
        client.queue = []
        client.queuedBytes = 0
        clients[id] = client
    }

    private mutating func takeWaiting(_ id: ClientID) -> Bool {
        guard clients[id]?.isWaiting == true else { return false }
        clients[id]?.isWaiting = false
        return true
    }
}
