import GridModel
import LiveUpdates
import Testing

private let city = LiveTopic.zones(TenantScope(tenant: TenantID(1)))

private func event(_ text: String) -> LiveEvent {
    LiveEvent(name: "zones", data: Array(text.utf8))
}

@Suite struct HubStateTests {
    var limits = HubLimits(clients: 2, queuedEvents: 3, queuedBytes: 100, historyEvents: 4, historyBytes: 50)

    private func admitted(_ admission: HubState.Admission) throws -> (HubState.ClientID, HubState.Start) {
        guard case .admitted(let id, let start) = admission else {
            throw Refused()
        }
        return (id, start)
    }

    struct Refused: Error {}

    private func sequences(_ delivery: HubState.Delivery?) -> [Int64]? {
        guard case .events(let events) = delivery else { return nil }
        return events.map(\.sequence)
    }

    @Test func numbersEventsFromTheFirstSequenceOn() {
        var hub = HubState(limits: limits, firstSequence: 1000)
        #expect(hub.publish(event("a"), to: city).sequence == 1000)
        #expect(hub.publish(event("b"), to: city).sequence == 1001)
    }

    @Test func startsANewClientWithASnapshotOfEverythingSoFar() throws {
        var hub = HubState(limits: limits, firstSequence: 1)
        _ = hub.publish(event("a"), to: city)
        let (id, start) = try admitted(hub.subscribe(to: city, lastEventID: nil))
        #expect(start == .snapshot(sequence: 1))
        #expect(hub.next(for: id) == nil)
    }

    @Test func deliversInOrderAndTogetherWhatHappenedMeanwhile() throws {
        var hub = HubState(limits: limits, firstSequence: 1)
        let (id, _) = try admitted(hub.subscribe(to: city, lastEventID: nil))
        #expect(hub.publish(event("a"), to: city).wake.isEmpty)
        _ = hub.publish(event("b"), to: city)
        #expect(sequences(hub.next(for: id)) == [1, 2])
        #expect(hub.next(for: id) == nil)
        #expect(hub.publish(event("c"), to: city).wake == [id])
        #expect(sequences(hub.next(for: id)) == [3])
    }

    @Test func resumesAfterTheLastEventSeen() throws {
        var hub = HubState(limits: limits, firstSequence: 1)
        for text in ["a", "b", "c"] { _ = hub.publish(event(text), to: city) }
        let (id, start) = try admitted(hub.subscribe(to: city, lastEventID: 1))
        #expect(start == .resume)
        #expect(sequences(hub.next(for: id)) == [2, 3])
        let (upToDate, again) = try admitted(hub.subscribe(to: city, lastEventID: 3))
        #expect(again == .resume)
        #expect(hub.next(for: upToDate) == nil)
    }

    @Test(arguments: [0, 1, 7, -5, Int64.min, Int64.max])
    func snapshotsAgainWhenTheLastEventIsForgottenOrUnknown(lastSeen: Int64) throws {
        var hub = HubState(limits: limits, firstSequence: 1)
        for text in ["a", "b", "c", "d", "e", "f"] { _ = hub.publish(event(text), to: city) }
        let (_, start) = try admitted(hub.subscribe(to: city, lastEventID: lastSeen))
        #expect(start == .snapshot(sequence: 6))
    }

    @Test func forgetsHistoryByBytesToo() throws {
        var hub = HubState(limits: limits, firstSequence: 1)
        for _ in 0..<3 { _ = hub.publish(event(String(repeating: "x", count: 24)), to: city) }
        let (_, kept) = try admitted(hub.subscribe(to: city, lastEventID: 1))
        #expect(kept == .resume)
        let (_, gone) = try admitted(hub.subscribe(to: city, lastEventID: 0))
        #expect(gone == .snapshot(sequence: 3))
    }

    @Test func keepsResumingAfterThousandsOfEvents() throws {
        var hub = HubState(limits: limits, firstSequence: 1)
        for _ in 0..<5000 { _ = hub.publish(event("x"), to: city) }
        let (id, _) = try admitted(hub.subscribe(to: city, lastEventID: 4997))
        #expect(sequences(hub.next(for: id)) == [4998, 4999, 5000])
    }

    @Test func tellsASlowClientAndDropsItWithoutHoldingTheOthers() throws {
        var hub = HubState(limits: limits, firstSequence: 1)
        let (slow, _) = try admitted(hub.subscribe(to: city, lastEventID: nil))
        let (quick, _) = try admitted(hub.subscribe(to: city, lastEventID: nil))
        for sequence in 1...4 {
            _ = hub.publish(event("x"), to: city)
            #expect(sequences(hub.next(for: quick)) == [Int64(sequence)])
        }
        #expect(hub.next(for: slow) == .overflowed)
        _ = hub.publish(event("x"), to: city)
        #expect(hub.next(for: slow) == .overflowed)
    }

    @Test func countsBytesAgainstASlowClient() throws {
        var hub = HubState(limits: limits, firstSequence: 1)
        let (slow, _) = try admitted(hub.subscribe(to: city, lastEventID: nil))
        _ = hub.publish(event(String(repeating: "x", count: 101)), to: city)
        #expect(hub.next(for: slow) == .overflowed)
    }

    @Test func neverCarriesEventsFromOneTenantToAnother() throws {
        var hub = HubState(limits: limits, firstSequence: 1)
        let other = LiveTopic.zones(TenantScope(tenant: TenantID(2)))
        let (id, _) = try admitted(hub.subscribe(to: other, lastEventID: nil))
        #expect(hub.publish(event("secret"), to: city).wake.isEmpty)
        #expect(hub.next(for: id) == nil)
        let (_, start) = try admitted(hub.subscribe(to: other, lastEventID: 1))
        #expect(start == .snapshot(sequence: 0))
    }

    @Test func refusesMoreClientsThanAllowedUntilOneLeaves() throws {
        var hub = HubState(limits: limits, firstSequence: 1)
        let (first, _) = try admitted(hub.subscribe(to: city, lastEventID: nil))
        _ = try admitted(hub.subscribe(to: city, lastEventID: nil))
        #expect(hub.subscribe(to: city, lastEventID: nil) == .full)
        hub.unsubscribe(first)
        #expect(hub.clientCount == 1)
        _ = try admitted(hub.subscribe(to: city, lastEventID: nil))
    }

    @Test func ticksOnlyWhenThereIsNothingElseToTell() throws {
        var hub = HubState(limits: limits, firstSequence: 1)
        let (id, _) = try admitted(hub.subscribe(to: city, lastEventID: nil))
        let wakes = hub.tick(id)
        #expect(!wakes)
        #expect(hub.next(for: id) == .idle)
        #expect(hub.next(for: id) == nil)
        let wakesNow = hub.tick(id)
        #expect(wakesNow)
        _ = hub.publish(event("a"), to: city)
        #expect(sequences(hub.next(for: id)) == [1])
        #expect(hub.next(for: id) == nil)
    }

    @Test func finishesEveryClientWhenItClosesAndAdmitsNoMore() throws {
        var hub = HubState(limits: limits, firstSequence: 1)
        let (waiting, _) = try admitted(hub.subscribe(to: city, lastEventID: nil))
        let (busy, _) = try admitted(hub.subscribe(to: city, lastEventID: nil))
        #expect(hub.next(for: waiting) == nil)
        #expect(hub.close() == [waiting])
        #expect(hub.next(for: waiting) == .finished)
        #expect(hub.next(for: busy) == .finished)
        hub.unsubscribe(busy)
        #expect(hub.next(for: busy) == .finished)
        #expect(hub.subscribe(to: city, lastEventID: nil) == .full)
    }
}
