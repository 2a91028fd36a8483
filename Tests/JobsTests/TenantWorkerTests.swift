import GridModel
import Jobs
import Persistence
import Testing

/// Two servers on one database, each for a tenant.
@Suite struct TenantWorkerTests {
    let queue: TestQueue
    let other: TenantScope

    init() async throws {
        queue = try await TestQueue()
        let tenant = try await queue.database.writeUnscoped {
            try TenantDirectory($0).create(
                code: "other", name: "Other", timeZone: "UTC", locale: "en-GB", currency: "EUR", at: .epoch)
        }
        other = TenantScope(tenant: tenant.id)
    }

    @Test func leavesAnotherTenantsJobsToItsOwnWorker() async throws {
        let job = try #require(try await queue.enqueue("train"))
        let stranger = worker(of: other)
        #expect(try await stranger.runNext() == false)
        #expect(try await queue.job(job)?.state == .queued)
        #expect(try await worker(of: queue.scope).runNext())
        #expect(try await queue.job(job)?.state == .succeeded)
    }

    @Test func isReadyWhileAnotherTenantsJobWaits() async throws {
        try await queue.enqueue("train")
        let (stranger, own) = (worker(of: other), worker(of: queue.scope))
        queue.advance(3600)
        _ = try await stranger.runNext()
        #expect(try await QueueCheck(worker: stranger) { queue.now }.isWorking())
        // It is alive, and takes nothing.
        own.drain()
        _ = try await own.runNext()
        #expect(try await QueueCheck(worker: own) { queue.now }.isWorking() == false)
    }

    private func worker(of scope: TenantScope) -> JobWorker {
        JobWorker(
            database: queue.database, scope: scope, handlers: ["train": { _ in }], now: { queue.now },
            heartbeat: { try await Task.sleep(for: .seconds(3600)) })
    }
}
