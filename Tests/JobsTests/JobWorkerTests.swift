import GridModel
import Jobs
import Persistence
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct JobWorkerTests {
    private struct NoData: Error, CustomStringConvertible {
        let description = "There are no readings to learn from."
    }

    let queue: TestQueue

    init() async throws {
        queue = try await TestQueue()
    }

    // MARK: Running

    @Test func runsADueJobAndRecordsItsEnd() async throws {
        let id = try #require(try await queue.enqueue("train"))
        let seen = Mutex<[String]>([])
        let worker = queue.worker([
            "train": { context in
                seen.withLock { $0.append("\(context.scope.tenant) \(context.payload)") }
                queue.advance(7)
            }
        ])
        #expect(try await worker.runNext())
        #expect(try await worker.runNext() == false)
        let job = try #require(try await queue.job(id))
        #expect(seen.withLock { $0 } == [#"\#(queue.scope.tenant) {"kind": "train"}"#])
        #expect(job.state == .succeeded)
        #expect(job.startedAt == TestQueue.start)
        #expect(job.finishedAt == TestQueue.start + 7)
        #expect(job.progress == 1)
    }

    @Test func leavesAJobThatIsNotDueYet() async throws {
        try await queue.enqueue("train", in: 60)
        let worker = queue.worker(["train": { _ in }])
        #expect(try await worker.runNext() == false)
        queue.advance(60)
        #expect(try await worker.runNext())
    }

    @Test func manyWorkersRunEveryJobOnce() async throws {
        for _ in 0..<24 { try await queue.enqueue("count") }
        let runs = Mutex<[String: Int]>([:])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                let worker = queue.worker(["count": { _ in runs.withLock { $0["\(number)", default: 0] += 1 } }])
                group.addTask { while try await worker.runNext() {} }
            }
            try await group.waitForAll()
        }
        #expect(runs.withLock { $0.values.reduce(0, +) } == 24)
        let jobs = try await queue.database.read(queue.scope) { try JobRepository($0).list() }
        #expect(jobs.count == 24)
        #expect(jobs.allSatisfy { $0.state == .succeeded && $0.attempt == 1 })
    }

    @Test func tellsOfBeginningProgressAndEnd() async throws {
        try await queue.enqueue("train")
        let (beats, reported, gate) = (Beats(), Gate(), Gate())
        let told = Mutex<[String]>([])
        let worker = queue.worker(
            [
                "train": { context in
                    try context.report(0.25, "a quarter")
                    reported.open()
                    await gate.passed()
                }
            ], beats: beats
        ) { job in
            told.withLock { $0.append("\(job.state) \(job.progress ?? 0) \(job.message ?? "")") }
        }
        async let ran = worker.runNext()
        await reported.passed()
        await beats.settled()
        beats.beat()
        await beats.settled()
        beats.beat()
        await beats.settled()
        gate.open()
        #expect(try await ran)
        // Once for the progress, however often it was looked at.
        #expect(told.withLock { $0 } == ["running 0.0 ", "running 0.25 a quarter", "succeeded 1.0 a quarter"])
    }

    // MARK: Leases

    @Test func keepsAJobForAsLongAsItsHeartBeats() async throws {
        let id = try #require(try await queue.enqueue("train", maxAttempts: 2))
        let (beats, gate) = (Beats(), Gate())
        let worker = queue.worker(["train": { _ in await gate.passed() }], beats: beats)
        async let ran = worker.runNext()
        for _ in 0..<3 {
            await beats.settled()
            queue.advance(50)
            beats.beat()
            await beats.settled()
            #expect(try await queue.claimAndDie() == nil)
        }
        gate.open()
        #expect(try await ran)
        #expect(try await queue.job(id)?.attempt == 1)
    }

    @Test func takesUpTheJobOfAWorkerThatDiedOnceItsLeaseHasRunOut() async throws {
        let id = try #require(try await queue.enqueue("train", maxAttempts: 2))
        _ = try #require(try await queue.claimAndDie())
        let worker = queue.worker(["train": { _ in }])
        queue.advance(59)
        #expect(try await worker.runNext() == false)
        queue.advance(1)
        #expect(try await worker.runNext())
        #expect(try await queue.job(id)?.state == .succeeded)
        #expect(try await queue.job(id)?.attempt == 2)
    }

    @Test func failsTheJobOfAWorkerThatDiedWhenItMayNotBeTriedTwice() async throws {
        let id = try #require(try await queue.enqueue("train"))
        _ = try #require(try await queue.claimAndDie())
        queue.advance(60)
        let worker = queue.worker(["train": { _ in Issue.record("It was tried twice.") }])
        #expect(try await worker.runNext() == false)
        let job = try #require(try await queue.job(id))
        #expect(job.state == .failed)
        #expect(job.error == "The worker stopped before the job was done.")
    }

    @Test func stopsWorkingOnAJobThatAnotherWorkerHasTakenOver() async throws {
        let id = try #require(try await queue.enqueue("train", maxAttempts: 2))
        let beats = Beats()
        let stopped = Mutex(false)
        let slow = queue.worker(
            [
                "train": { context in
                    await Gate().passed()
                    stopped.withLock { $0 = Task.isCancelled }
                    try context.report(1, "too late")
                }
            ], beats: beats)
        async let ran = slow.runNext()
        await beats.settled()
        queue.advance(60)
        #expect(try await queue.worker(["train": { _ in queue.advance(1) }]).runNext())
        beats.beat()
        #expect(try await ran)
        #expect(stopped.withLock { $0 })
        let job = try #require(try await queue.job(id))
        #expect(job.state == .succeeded)
        #expect(job.attempt == 2)
        #expect(job.error == nil)
        #expect(job.finishedAt == TestQueue.start + 61)
    }

    @Test func goesOnWhenTheDatabaseIsBusyForABeat() async throws {
        let id = try #require(try await queue.enqueue("train"))
        let failing = FailingDatabase(queue.database)
        let (beats, gate) = (Beats(), Gate())
        let worker = queue.worker(["train": { _ in await gate.passed() }], beats: beats, on: failing)
        async let ran = worker.runNext()
        await beats.settled()
        failing.fail(true)
        queue.advance(30)
        beats.beat()
        await beats.settled()
        failing.fail(false)
        beats.beat()
        await beats.settled()
        gate.open()
        #expect(try await ran)
        #expect(try await queue.job(id)?.state == .succeeded)
    }

    @Test func givesAJobUpWhenItsLeaseCouldNotBeExtendedInTime() async throws {
        try await queue.enqueue("train", maxAttempts: 2)
        let failing = FailingDatabase(queue.database)
        let beats = Beats()
        let stopped = Mutex(false)
        let worker = queue.worker(
            [
                "train": { _ in
                    await Gate().passed()
                    stopped.withLock { $0 = Task.isCancelled }
                    throw CancellationError()
                }
            ], beats: beats, on: failing)
        let ran = Task { try await worker.runNext() }
        await beats.settled()
        failing.fail(true)
        queue.advance(60)
        beats.beat()
        // Its end cannot be recorded either: that is the caller's to hear.
        await #expect(throws: DatabaseError.self) { _ = try await ran.value }
        #expect(stopped.withLock { $0 })
    }

    // MARK: Failing

    @Test func failsAtOnceByDefault() async throws {
        let id = try #require(try await queue.enqueue("train"))
        let worker = queue.worker(["train": { _ in throw NoData() }])
        #expect(try await worker.runNext())
        let job = try #require(try await queue.job(id))
        #expect(job.state == .failed)
        #expect(job.error == "There are no readings to learn from.")
        queue.advance(10_000)
        #expect(try await worker.runNext() == false)
    }

    @Test func triesAgainAfterLongerAndLongerPauses() async throws {
        let id = try #require(try await queue.enqueue("train", maxAttempts: 4))
        let worker = queue.worker(["train": { _ in throw NoData() }])
        for pause: Int64 in [30, 60, 120] {
            #expect(try await worker.runNext())
            let waiting = try #require(try await queue.job(id))
            #expect(waiting.state == .queued)
            #expect(waiting.error == "There are no readings to learn from.")
            #expect(waiting.runAt == queue.now + pause)
            queue.advance(pause - 1)
            #expect(try await worker.runNext() == false)
            queue.advance(1)
        }
        #expect(try await worker.runNext())
        #expect(try await queue.job(id)?.state == .failed)
        #expect(try await queue.job(id)?.attempt == 4)
    }

    @Test func aJobOfAnUnknownKindFailsAndHoldsNothingUp() async throws {
        let unknown = try #require(try await queue.enqueue("divine"))
        let known = try #require(try await queue.enqueue("train"))
        let worker = queue.worker(["train": { _ in }])
        while try await worker.runNext() {}
        #expect(try await queue.job(unknown)?.state == .failed)
        #expect(try await queue.job(unknown)?.error == "This program knows no job of the kind \"divine\".")
        #expect(try await queue.job(known)?.state == .succeeded)
    }

    @Test func cutsErrorsThatAreLong() async throws {
        struct Long: Error, CustomStringConvertible { let description = String(repeating: "é", count: 10_000) }
        let id = try #require(try await queue.enqueue("train"))
        #expect(try await queue.worker(["train": { _ in throw Long() }]).runNext())
        #expect(try await queue.job(id)?.error?.count == 500)
    }

    // MARK: Cancelling and progress

    @Test func cancellingARunningJobStopsItsHandler() async throws {
        let id = try #require(try await queue.enqueue("train", maxAttempts: 3))
        let beats = Beats()
        let refused = Mutex(false)
        let reported = Gate()
        let worker = queue.worker(
            [
                "train": { context in
                    try context.report(0.5, "half")
                    reported.open()
                    await Gate().passed()
                    do { try context.report(0.6, "more") } catch {
                        refused.withLock { $0 = error is CancellationError }
                        throw error
                    }
                }
            ], beats: beats)
        async let ran = worker.runNext()
        await reported.passed()
        await beats.settled()
        beats.beat()
        await beats.settled()
        #expect(try await queue.cancel(id))
        beats.beat()
        #expect(try await ran)
        #expect(refused.withLock { $0 })
        let job = try #require(try await queue.job(id))
        #expect(job.state == .cancelled)
        #expect(job.progress == 0.5)
        #expect(try await worker.runNext() == false)
    }

    @Test func storesTheLatestProgressWithEachBeat() async throws {
        let id = try #require(try await queue.enqueue("train"))
        let (beats, reported, gate) = (Beats(), Gate(), Gate())
        let worker = queue.worker(
            [
                "train": { context in
                    for step in 1...10 { try context.report(Double(step) / 20, "epoch \(step)") }
                    reported.open()
                    await gate.passed()
                    try context.report(7, "beyond the end")
                    await Gate().passed()
                }
            ], beats: beats)
        async let ran = worker.runNext()
        await reported.passed()
        await beats.settled()
        beats.beat()
        await beats.settled()
        let job = try #require(try await queue.job(id))
        #expect(job.progress == 0.5)
        #expect(job.message == "epoch 10")
        #expect(try await queue.cancel(id))
        beats.beat()
        _ = try await ran
    }

    @Test func aUniqueJobCanBeQueuedAgainWhenItIsDone() async throws {
        let refused = Mutex(false)
        try await queue.enqueue("train", key: "forecaster")
        let worker = queue.worker([
            "train": { _ in
                let second = try await queue.enqueue("train", key: "forecaster")
                refused.withLock { $0 = second == nil }
            }
        ])
        #expect(try await worker.runNext())
        #expect(refused.withLock { $0 })
        #expect(try await queue.enqueue("train", key: "forecaster") != nil)
    }

    // MARK: Shutdown

    @Test func takesNoMoreJobsOnceItDrains() async throws {
        let id = try #require(try await queue.enqueue("train"))
        let worker = queue.worker(["train": { _ in }])
        worker.drain()
        #expect(try await worker.runNext() == false)
        #expect(try await queue.job(id)?.state == .queued)
    }

    @Test func letsTheJobAtHandEndWhenItDrains() async throws {
        let id = try #require(try await queue.enqueue("train"))
        let (beats, gate) = (Beats(), Gate())
        let worker = queue.worker(["train": { _ in await gate.passed() }], beats: beats)
        async let ran = worker.runNext()
        await beats.settled()
        worker.drain()
        queue.advance(4)
        beats.beat()
        await beats.settled()
        gate.open()
        #expect(try await ran)
        #expect(try await queue.job(id)?.state == .succeeded)
    }

    @Test(arguments: [1, 3])
    func putsAnIdempotentJobBackThatDoesNotEndInTimeAndFailsOthers(maxAttempts: Int) async throws {
        let id = try #require(try await queue.enqueue("train", maxAttempts: maxAttempts))
        let beats = Beats()
        let worker = queue.worker(
            [
                "train": { _ in
                    await Gate().passed()
                    throw CancellationError()
                }
            ], beats: beats)
        async let ran = worker.runNext()
        await beats.settled()
        worker.drain()
        queue.advance(5)
        beats.beat()
        #expect(try await ran)
        let job = try #require(try await queue.job(id))
        if maxAttempts == 1 {
            #expect(job.state == .failed)
            #expect(job.error == "The worker stopped before the job was done.")
        } else {
            #expect(job.state == .queued)
            // The interrupted attempt does not count.
            #expect(job.attempt == 0)
            #expect(try await queue.worker(["train": { _ in }]).runNext())
            #expect(try await queue.job(id)?.state == .succeeded)
        }
    }
}
