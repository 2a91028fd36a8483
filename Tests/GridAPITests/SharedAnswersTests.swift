import GridModel
import Hummingbird
import Synchronization
import Testing

@testable import GridAPI

@Suite struct SharedAnswersTests {
    private struct Refused: Error {}

    /// Answers that end when they are told to; each says its number.
    private final class Kitchen: Sendable {
        private let state = Mutex((begun: 0, gates: [CheckedContinuation<Void, Never>]()))

        var begun: Int { state.withLock { $0.begun } }

        func make() async -> Response {
            let number = state.withLock { state in
                state.begun += 1
                return state.begun
            }
            await withCheckedContinuation { gate in state.withLock { $0.gates.append(gate) } }
            return Response(status: .init(code: 200 + number))
        }

        func waitUntil(begun count: Int) async {
            while state.withLock({ $0.gates.count }) < count { await Task.yield() }
        }

        func open(_ number: Int) {
            state.withLock { $0.gates[number - 1] }.resume()
        }
    }

    @Test func whoComesWhileAnAnswerIsMadeWaitsForTheNextAndSharesIt() async throws {
        let (answers, kitchen) = (SharedAnswers(), Kitchen())
        let first = answers.turn(.a) { await kitchen.make() }
        await kitchen.waitUntil(begun: 1)
        let others = (0..<20).map { _ in answers.turn(.a) { await kitchen.make() } }
        #expect(kitchen.begun == 1)
        kitchen.open(1)
        await kitchen.waitUntil(begun: 2)
        let last = answers.turn(.a) { await kitchen.make() }
        kitchen.open(2)
        await kitchen.waitUntil(begun: 3)
        kitchen.open(3)
        #expect(try await first.value.status.code == 201)
        for other in others { #expect(try await other.value.status.code == 202) }
        #expect(try await last.value.status.code == 203)
        #expect(kitchen.begun == 3)
    }

    @Test func tenantsDoNotShareAnAnswer() async throws {
        let (answers, kitchen) = (SharedAnswers(), Kitchen())
        let running = answers.turn(.a) { await kitchen.make() }
        await kitchen.waitUntil(begun: 1)
        async let waiting = answers.answer(.a) { await kitchen.make() }
        async let other = answers.answer(.aOfAnotherTenant) { await kitchen.make() }
        await kitchen.waitUntil(begun: 2)
        kitchen.open(2)
        kitchen.open(1)
        await kitchen.waitUntil(begun: 3)
        kitchen.open(3)
        #expect(try await running.value.status.code == 201)
        #expect(try await other.status.code == 202)
        #expect(try await waiting.status.code == 203)
    }

    @Test func differentThingsDoNotWaitForEachOther() async throws {
        let (answers, kitchen) = (SharedAnswers(), Kitchen())
        async let first = answers.answer(.a) { await kitchen.make() }
        async let second = answers.answer(.b) { await kitchen.make() }
        await kitchen.waitUntil(begun: 2)
        kitchen.open(2)
        kitchen.open(1)
        #expect(try await Set([first.status.code, second.status.code]) == [201, 202])
    }

    @Test func afterAnErrorTheNextIsMadeAnew() async throws {
        let answers = SharedAnswers()
        await #expect(throws: Refused.self) { try await answers.answer(.a) { throw Refused() } }
        #expect(try await answers.answer(.a) { Response(status: .ok) }.status == .ok)
    }
}

extension SharedAnswers.Key {
    fileprivate static let a = Self(scope: TenantScope(tenant: TenantID(1)), uri: "/a")
    fileprivate static let b = Self(scope: TenantScope(tenant: TenantID(1)), uri: "/b")
    fileprivate static let aOfAnotherTenant = Self(scope: TenantScope(tenant: TenantID(2)), uri: "/a")
}
