import Foundation
import GridModel
import Integrations
import Testing

@Suite struct ConnectorStateTests {
    /// 2026-11-25T12:00:00Z
    private let noon = Timestamp(secondsSinceEpoch: 1_795_608_000)

    private func lease(_ state: inout ConnectorState, at now: Timestamp, isForced: Bool = false) throws
        -> ConnectorState.Lease
    {
        let claim = state.begin(at: now, isForced: isForced)
        guard case .poll(let lease) = claim else { throw Unexpected(claim: claim) }
        return lease
    }

    /// What a poll would be answered; the state stays.
    private func answer(of state: ConnectorState, at now: Timestamp, isForced: Bool = false) -> ConnectorState.Claim {
        var copy = state
        return copy.begin(at: now, isForced: isForced)
    }

    private struct Unexpected: Error { let claim: ConnectorState.Claim }

    @Test func pollsAtOnceAndThenOnceAnInterval() throws {
        var state = ConnectorState()
        let first = try lease(&state, at: noon)
        state.succeed(first, at: noon + 20, every: 3600, report: "3 readings")
        #expect(state.lastSuccessAt == noon + 20)
        #expect(state.lastReport == "3 readings")
        // From the beginning of the poll, so that a slow one does not shift the schedule.
        #expect(answer(of: state, at: noon + 3599) == .notDue(until: noon + 3600))
        _ = try lease(&state, at: noon + 3600)
    }

    @Test func onlyOneProcessPollsUntilItsLeaseHasRunOut() throws {
        var state = ConnectorState()
        let dead = try lease(&state, at: noon)
        #expect(answer(of: state, at: noon + 599, isForced: true) == .running(until: noon + 600))
        let second = try lease(&state, at: noon + 600)
        // The one that was taken for dead comes back: its outcome no longer counts.
        state.succeed(dead, at: noon + 601, every: 60, report: "late")
        #expect(state.lastSuccessAt == nil)
        #expect(state.isRunning(at: noon + 601))
        state.succeed(second, at: noon + 610, every: 60, report: "in time")
        #expect(state.lastReport == "in time")
    }

    @Test func survivesBeingStored() throws {
        var state = ConnectorState()
        let poll = try lease(&state, at: noon)
        _ = state.spend(calls: 7, at: noon, of: 10)
        state.fail(poll, .overLimit(retryAfterSeconds: 500), at: noon + 1, random: 0.3)
        let stored = try JSONEncoder().encode(state)
        let again = try JSONDecoder().decode(ConnectorState.self, from: stored)
        #expect(again == state)
        #expect(again.calls(at: noon) == 7)
        #expect(answer(of: again, at: noon + 2, isForced: true) == .held(until: noon + 501))
    }

    @Test func backsOffTwiceAsLongEachTimeAndSuspendsAtLast() throws {
        var state = ConnectorState()
        var now = noon
        var waits: [Int64] = []
        for _ in 1...9 {
            let poll = try lease(&state, at: now)
            state.fail(poll, .unreachable("it did not answer in time"), at: now, random: 1)
            let next = try #require(state.nextAttemptAt)
            waits.append(next - now)
            #expect(answer(of: state, at: next - 1) == .notDue(until: next))
            now = next
        }
        #expect(waits == [60, 120, 240, 480, 960, 1920, 3600, 21_600, 21_600])
        #expect(state.isSuspended && state.failures == 9)
        let poll = try lease(&state, at: now)
        state.succeed(poll, at: now, every: 3600, report: "")
        #expect(!state.isSuspended && state.failures == 0 && state.lastError == nil)
    }

    @Test func jitterTakesAwayAtMostHalf() throws {
        for (random, wait) in [(0.0, 30), (0.5, 45), (1.0, 60), (-4.0, 30), (9.0, 60)] {
            var state = ConnectorState()
            let poll = try lease(&state, at: noon)
            state.fail(poll, .serverFailed(status: 502), at: noon, random: random)
            #expect(state.nextAttemptAt == noon + Int64(wait))
        }
    }

    @Test func whatWaitingDoesNotMendSuspendsAtOnce() throws {
        for error in [
            ConnectorError.unexpected("“hourly” is missing."), .refused(status: 401, reason: "no key"),
            .misconfigured("no key"),
        ] {
            var state = ConnectorState()
            let poll = try lease(&state, at: noon)
            state.fail(poll, error, at: noon, random: 1)
            #expect(state.isSuspended)
            #expect(state.nextAttemptAt == noon + 6 * 3600)
            state.reconsider()
            #expect(!state.isSuspended)
            _ = try lease(&state, at: noon + 1)
        }
    }

    @Test func whereThereIsNothingToAskItWaitsAndNothingHasFailed() throws {
        var state = ConnectorState()
        for attempt in 0..<20 {
            let now = noon + Int64(attempt) * 60
            let poll = try lease(&state, at: now)
            state.fail(poll, .nothingToAsk("no zones"), at: now, random: 1)
            #expect(state.isWaiting && !state.isSuspended && state.failures == 0)
            #expect(state.nextAttemptAt == now + 60)
        }
        let poll = try lease(&state, at: noon + 1200)
        state.succeed(poll, at: noon + 1200, every: 3600, report: "")
        #expect(!state.isWaiting)
    }

    @Test func waitsAsLongAsTheProviderAsksEvenWhenForced() throws {
        var state = ConnectorState()
        let poll = try lease(&state, at: noon)
        state.fail(poll, .overLimit(retryAfterSeconds: 7200), at: noon, random: 1)
        #expect(state.nextAttemptAt == noon + 7200)
        state.reconsider()
        #expect(answer(of: state, at: noon + 7199, isForced: true) == .held(until: noon + 7200))
        _ = try lease(&state, at: noon + 7200, isForced: true)
    }

    @Test func aHoldOfYearsIsNotBelieved() throws {
        var state = ConnectorState()
        let poll = try lease(&state, at: noon)
        state.fail(poll, .overLimit(retryAfterSeconds: .max), at: noon, random: 1)
        #expect(state.nextAttemptAt == noon + 86_400)
    }

    @Test func countsCallsADayAndRefusesMore() {
        var state = ConnectorState()
        var spent: [Bool] = []
        for calls in [4, 4, 4, 2] { spent.append(state.spend(calls: calls, at: noon, of: 10)) }
        #expect(spent == [true, true, false, true])
        #expect(state.calls(at: noon) == 10)
        let midnight = Timestamp(secondsSinceEpoch: 1_795_651_200)
        #expect(state.calls(at: midnight) == 0)
        let spentBeforeMidnight = state.spend(calls: 1, at: midnight - 1, of: 10)
        #expect(!spentBeforeMidnight)
        let spentNextDay = state.spend(calls: 10, at: midnight, of: 10)
        #expect(spentNextDay)
    }

    @Test func anEmptyQuotaWaitsForTheNextDayAndIsNoFailure() throws {
        var state = ConnectorState()
        let poll = try lease(&state, at: noon)
        state.fail(poll, .quotaUsedUp(calls: 10), at: noon, random: 1)
        #expect(state.nextAttemptAt == Timestamp(secondsSinceEpoch: 1_795_651_200))
        #expect(state.failures == 0 && !state.isSuspended)
    }

    @Test func aPollCutShortByShutdownMayBeDoneAgainAtOnce() throws {
        var state = ConnectorState()
        let poll = try lease(&state, at: noon)
        state.interrupt(poll)
        #expect(!state.isRunning(at: noon + 1))
        _ = try lease(&state, at: noon + 1)
    }
}
