import DatabaseTesting
import GridModel
import Persistence
import Testing

@Suite struct JobQueueTests {
    let temporary: TemporaryDatabase
    let scope: TenantScope
    let start = Timestamp(secondsSinceEpoch: 1_000_000)

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("fontana")
    }

    @Test func dueJobIsClaimedOnceByTheMostUrgentFirst() async throws {
        let usual = try #require(try await enqueue("usual"))
        let urgent = try #require(try await enqueue("urgent", priority: 5))
        _ = try await enqueue("later", priority: 9, runAt: start + 60)
        #expect(try await claim(at: start)?.id == urgent)
        let second = try #require(try await claim(at: start))
        #expect(second.id == usual)
        #expect(second.state == .running)
        #expect(second.attempt == 1)
        #expect(try await claim(at: start) == nil)
    }

    @Test func jobIsRescuedOnlyAfterItsLeaseHasRunOut() async throws {
        let id = try #require(try await enqueue("train", maxAttempts: 2))
        let lost = try #require(try await claim(at: start))
        #expect(try await claim(at: start + 29) == nil)
        let rescued = try #require(try await claim(at: start + 30))
        #expect(rescued.id == id)
        #expect(rescued.attempt == 2)
        // The first worker wakes up again: the job is no longer its own.
        #expect(try await report(lost, until: start + 90) == false)
        #expect(try await finish(lost, error: nil, at: start + 31) == false)
        #expect(try await finish(rescued, error: nil, at: start + 32))
        #expect(try await job(id)?.state == .succeeded)
        #expect(try await job(id)?.progress == 1)
    }

    @Test func reportExtendsTheLease() async throws {
        _ = try await enqueue("train", maxAttempts: 2)
        let running = try #require(try await claim(at: start))
        #expect(try await report(running, until: start + 100))
        #expect(try await claim(at: start + 99) == nil)
        #expect(try await job(running.id)?.progress == 0.5)
    }

    @Test func activeUniqueKeyAdmitsNoSecondJob() async throws {
        let id = try #require(try await enqueue("train", key: "zone 1"))
        #expect(try await enqueue("train", key: "zone 1") == nil)
        #expect(try await enqueue("train", key: "zone 2") != nil)
        #expect(try await enqueue("detect", key: "zone 1") != nil)
        #expect(try await cancel(id))
        #expect(try await enqueue("train", key: "zone 1") != nil)
    }

    @Test func cancelledJobIsNotDoneAndCannotBeFinished() async throws {
        let waiting = try #require(try await enqueue("waiting"))
        #expect(try await cancel(waiting))
        #expect(try await cancel(waiting) == false)
        #expect(try await claim(at: start) == nil)
        _ = try await enqueue("running")
        let running = try #require(try await claim(at: start))
        #expect(try await cancel(running.id))
        #expect(try await report(running, until: start + 60) == false)
        #expect(try await finish(running, error: nil, at: start) == false)
        #expect(try await job(running.id)?.state == .cancelled)
    }

    @Test func failedAttemptIsRetriedAtItsTimeUntilNoneIsLeft() async throws {
        let id = try #require(try await enqueue("train", maxAttempts: 2))
        let first = try #require(try await claim(at: start))
        #expect(try await finish(first, error: "no data", at: start + 1, retryAt: start + 20))
        #expect(try await job(id)?.state == .queued)
        #expect(try await job(id)?.error == "no data")
        #expect(try await claim(at: start + 19) == nil)
        let second = try #require(try await claim(at: start + 20))
        #expect(second.error == nil)
        #expect(try await finish(second, error: "still none", at: start + 21, retryAt: start + 40))
        let failed = try #require(try await job(id))
        #expect(failed.state == .failed)
        #expect(failed.error == "still none")
        #expect(failed.finishedAt == start + 21)
        #expect(try await claim(at: start + 100) == nil)
    }

    @Test func abandonedLastAttemptFails() async throws {
        let id = try #require(try await enqueue("train", maxAttempts: 1))
        _ = try #require(try await claim(at: start))
        #expect(try await claim(at: start + 30) == nil)
        let failed = try #require(try await job(id))
        #expect(failed.state == .failed)
        #expect(failed.finishedAt == start + 30)
        #expect(failed.error?.isEmpty == false)
    }

    @Test func workersAtOnceNeverClaimTheSameJob() async throws {
        for index in 0..<10 { _ = try await enqueue("job \(index)") }
        let claimed = try await withThrowingTaskGroup(of: JobID?.self) { group in
            for _ in 0..<20 { group.addTask { try await claim(at: start)?.id } }
            return try await group.reduce(into: [JobID]()) { if let id = $1 { $0.append(id) } }
        }
        #expect(claimed.count == 10)
        #expect(Set(claimed).count == 10)
    }

    private func enqueue(
        _ kind: String, key: String? = nil, priority: Int = 0, maxAttempts: Int = 1, runAt: Timestamp? = nil
    ) async throws -> JobID? {
        try await temporary.database.write(scope) {
            try JobRepository($0).enqueue(
                kind: kind, payload: "{}", uniqueKey: key, priority: priority, maxAttempts: maxAttempts,
                runAt: runAt ?? start, now: start)
        }
    }

    private func claim(at now: Timestamp) async throws -> StoredJob? {
        try await temporary.database.writeUnscoped { try JobLeasing($0).claim(now: now, leaseSeconds: 30) }
    }

    private func report(_ job: StoredJob, until: Timestamp) async throws -> Bool {
        try await temporary.database.writeUnscoped {
            try JobLeasing($0).report(job, progress: 0.5, message: nil, leaseUntil: until)
        }
    }

    private func finish(
        _ job: StoredJob, error: String?, at now: Timestamp, retryAt: Timestamp? = nil
    ) async throws -> Bool {
        try await temporary.database.writeUnscoped {
            try JobLeasing($0).finish(job, error: error, now: now, retryAt: retryAt)
        }
    }

    private func cancel(_ id: JobID) async throws -> Bool {
        try await temporary.database.write(scope) { try JobRepository($0).cancel(id, now: start) }
    }

    private func job(_ id: JobID) async throws -> StoredJob? {
        try await temporary.database.read(scope) { try JobRepository($0).job(id) }
    }
}
