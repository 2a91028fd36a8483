import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import NIOCore
import Synchronization
import Testing

@testable import GridAPI

@Suite struct HandlerPlacesTests {
    /// A door that holds who comes until it is opened.
    private final class Gate: Sendable {
        private let state = Mutex<(isOpen: Bool, held: [CheckedContinuation<Void, Never>])>((false, []))

        var count: Int { state.withLock { $0.held.count } }

        func pass() async {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if !state.isOpen { state.held.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
        }

        func open() {
            let held = state.withLock { state in
                state.isOpen = true
                return state.held
            }
            for continuation in held { continuation.resume() }
        }
    }

    private static func scope(_ tenant: Int64) -> TenantScope { TenantScope(tenant: TenantID(tenant)) }

    private func until(_ isTrue: () -> Bool) async throws {
        while !isTrue() { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test func anotherTenantIsServedWhileOneFloods() async throws {
        let places = HandlerPlaces(
            .init(places: 4, placesOfOne: 3, waitingOfOne: 100, waiting: 1000), wait: .seconds(60))
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask { try await places.holding(for: Self.scope(1)) { await gate.pass() } }
            }
            try await until { gate.count == 3 && places.counts.waiting == 47 }
            // Would wait for ever behind the flood, were its place not kept.
            #expect(try await places.holding(for: Self.scope(2)) { 7 } == 7)
            gate.open()
            try await group.waitForAll()
        }
        #expect(places.counts == (0, 0))
    }

    @Test func whoWaitsTooLongOrTooManyAreTold() async throws {
        let gate = Gate()
        let places = HandlerPlaces(.init(places: 1, placesOfOne: 1, waitingOfOne: 1, waiting: 1), wait: .zero)
        async let first: Void = places.holding(for: Self.scope(1)) { await gate.pass() }
        try await until { gate.count == 1 }
        let late = await #expect(throws: Problem.self) { try await places.holding(for: Self.scope(1)) {} }
        #expect(late?.kind == .unavailable && late?.headers[.retryAfter] == "1")
        #expect(places.counts == (1, 0))
        gate.open()
        try await first
    }

    @Test func aTenantWithTooManyWaitingGets429() async throws {
        let gate = Gate()
        let places = HandlerPlaces(.init(places: 1, placesOfOne: 1, waitingOfOne: 1, waiting: 9), wait: .seconds(60))
        async let first: Void = places.holding(for: Self.scope(1)) { await gate.pass() }
        try await until { gate.count == 1 }
        async let second: Void = places.holding(for: Self.scope(1)) { await gate.pass() }
        try await until { places.counts.waiting == 1 }
        let refused = await #expect(throws: Problem.self) { try await places.holding(for: Self.scope(1)) {} }
        #expect(refused?.kind == .tooManyRequests)
        gate.open()
        _ = try await (first, second)
    }

    @Test func whoIsCancelledWaitsNoLongerAndHoldsNothing() async throws {
        let gate = Gate()
        let places = HandlerPlaces(.init(places: 1), wait: .seconds(60))
        async let first: Void = places.holding(for: Self.scope(1)) { await gate.pass() }
        try await until { gate.count == 1 }
        let waiting = Task { try await places.holding(for: Self.scope(1)) {} }
        try await until { places.counts.waiting == 1 }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        gate.open()
        try await first
        #expect(places.counts == (0, 0))
    }

    @Test func aHandlerThatFailsGivesItsPlaceBack() async throws {
        let places = HandlerPlaces(.init(places: 1), wait: .zero)
        for _ in 0..<3 {
            await #expect(throws: Problem.self) { try await places.holding(for: nil) { throw Problem.internalError } }
        }
        #expect(places.counts == (0, 0))
    }

    @Test func requestsTakePlacesAndOpenReadsNone() async throws {
        var settings = RequestLimitSettings.unlimited
        settings.places = .init(places: 1, placesOfOne: 1, waitingOfOne: 0, waiting: 0)
        let gate = Gate()
        let server = TestServer(requestLimits: settings) {
            $0.models = {
                await gate.pass()
                return []
            }
        }
        async let first = server.response("/api/v1/models")
        try await until { gate.count == 1 }
        #expect(try await server.response("/api/v1/city").status == .tooManyRequests)
        #expect(try await server.response("/health").status == .ok)
        // Readings have places of their own.
        #expect(try await server.response("/api/v1/readings", .post).status == .unsupportedMediaType)
        gate.open()
        #expect(try await first.status == .ok)
        #expect(try await server.response("/api/v1/city").status == .ok)
    }
}
