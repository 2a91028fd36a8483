import GridModel
import Jobs
import Persistence
import Testing

@Suite(.timeLimit(.minutes(5))) struct QueueCheckTests {
    let queue: TestQueue

    init() async throws {
        queue = try await TestQueue()
    }

    private func check(_ worker: JobWorker) -> QueueCheck {
        QueueCheck(worker: worker) { queue.now }
    }

    @Test func isNotWorkingWhenTheWorkerIsSilentOrNeverBegins() async throws {
        let worker = queue.worker([:])
        // It was made just now: it has yet to look.
        #expect(try await check(worker).isWorking())
        queue.advance(31)
        #expect(try await check(worker).isWorking() == false)
        _ = try await worker.runNext()
        queue.advance(30)
        #expect(try await check(worker).isWorking())
        queue.advance(1)
        #expect(try await check(worker).isWorking() == false)
    }

    @Test func isNotWorkingWhenADueJobWaitsAndNoneRuns() async throws {
        let worker = queue.worker([:])
        try await queue.enqueue("later", in: 100)
        let idle = queue.worker([:])
        queue.advance(400)
        idle.drain()
        // It is alive, and does nothing.
        _ = try await idle.runNext()
        #expect(try await check(idle).isWorking())
        queue.advance(1)
        _ = try await idle.runNext()
        #expect(try await check(idle).isWorking() == false)
        _ = try await worker.runNext()
        #expect(try await check(worker).isWorking())
    }

    @Test func whatWaitedWhileNoProcessRanIsNoFailureOfTheOneThatBegins() async throws {
        try await queue.enqueue("early")
        queue.advance(3600)
        let worker = queue.worker([:])
        #expect(try await check(worker).isWorking())
        worker.drain()
        queue.advance(301)
        _ = try await worker.runNext()
        #expect(try await check(worker).isWorking() == false)
    }

    @Test func isWorkingWhenJobsWaitBehindALongOne() async throws {
        try await queue.enqueue("long")
        try await queue.enqueue("waits")
        let (beats, gate) = (Beats(), Gate())
        let worker = queue.worker(["long": { _ in await gate.passed() }], beats: beats)
        async let ran = worker.runNext()
        for _ in 0..<10 {
            await beats.settled()
            queue.advance(50)
            beats.beat()
        }
        await beats.settled()
        #expect(try await check(worker).isWorking())
        gate.open()
        _ = try await ran
    }
}

@Suite struct RetryBackoffTests {
    @Test(arguments: [(1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (1000, 3600), (Int.max, 3600)])
    func doublesUpToAnHour(attempt: Int, seconds: Int) {
        #expect(RetryBackoff { 1 }.seconds(after: attempt) == Int64(seconds))
        #expect(RetryBackoff { 0 }.seconds(after: attempt) == Int64(seconds) / 2)
    }

    @Test func spreadsJobsThatFailedTogether() {
        let pauses = (0..<100).map { _ in RetryBackoff().seconds(after: 5) }
        #expect(pauses.allSatisfy { (240...480).contains($0) })
        #expect(Set(pauses).count > 10)
    }
}
