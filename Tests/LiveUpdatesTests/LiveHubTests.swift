import GridModel
import LiveUpdates
import Testing

@Suite struct LiveHubTests {
    private let topic = LiveTopic.zones(TenantScope(tenant: TenantID(1)))
    private let event = LiveEvent(name: "zones", data: Array("{}".utf8))

    @Test func wakesAWaitingListener() async throws {
        let hub = LiveHub(firstSequence: 1)
        let subscription = try #require(hub.subscribe(to: topic))
        async let heard = subscription.next()
        await Task.yield()
        hub.publish(event, to: topic)
        #expect(await heard == .events([SequencedEvent(sequence: 1, event: event)]))
    }

    @Test func hearsEveryEventOnceWhilePublishersRace() async throws {
        let hub = LiveHub(limits: HubLimits(queuedEvents: 10_000, queuedBytes: 1 << 30), firstSequence: 1)
        let subscription = try #require(hub.subscribe(to: topic))
        let heard = Task {
            var sequences: [Int64] = []
            while sequences.count < 2000, case .events(let events) = await subscription.next() {
                sequences += events.map(\.sequence)
            }
            return sequences
        }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { for _ in 0..<500 { hub.publish(event, to: topic) } }
            }
        }
        #expect(await heard.value == Array(1...2000))
    }

    @Test func finishesAListenerWhoseTaskIsCancelled() async throws {
        let hub = LiveHub(firstSequence: 1)
        let subscription = try #require(hub.subscribe(to: topic))
        let task = Task { await subscription.next() }
        task.cancel()
        #expect(await task.value == .finished)
    }

    @Test func finishesWaitingListenersWhenItCloses() async throws {
        let hub = LiveHub(firstSequence: 1)
        let subscription = try #require(hub.subscribe(to: topic))
        async let heard = subscription.next()
        await Task.yield()
        hub.close()
        #expect(await heard == .finished)
        #expect(hub.subscribe(to: topic) == nil)
    }

    @Test func freesThePlaceOfASubscriptionThatIsLetGo() throws {
        let hub = LiveHub(limits: HubLimits(clients: 1), firstSequence: 1)
        var subscription = hub.subscribe(to: topic)
        #expect(subscription != nil)
        #expect(hub.subscribe(to: topic) == nil)
        subscription = nil
        #expect(hub.clientCount == 0)
        #expect(hub.subscribe(to: topic) != nil)
    }

    @Test func tellsAnEventItsOwnNumber() async throws {
        let hub = LiveHub(firstSequence: 41)
        let subscription = try #require(hub.subscribe(to: topic))
        hub.publish(event, to: topic)
        hub.publish(to: topic) { LiveEvent(name: "zones", data: Array("\($0)".utf8)) }
        guard case .events(let events) = await subscription.next() else {
            Issue.record("no events")
            return
        }
        #expect(events.map(\.sequence) == [41, 42])
        #expect(events.last?.event.data == Array("42".utf8))
    }

    @Test func numbersOfALaterProcessAreAlwaysLarger() {
        let earlier = LiveHub.firstSequence(startedAt: 1_795_000_000)
        let later = LiveHub.firstSequence(startedAt: 1_795_000_001)
        #expect(later - earlier >= 1_000_000)
        #expect(later < 1 << 53)
    }
}
