import NIOPosix
import Persistence
import Synchronization

/// A bounded number of connections, each used by one transaction at a time on a thread of its own.
final class ConnectionPool: Sendable {
    private struct Waiter {
        let continuation: CheckedContinuation<PostgresLink?, any Error>
        let deadline: ContinuousClock.Instant
    }

    private struct Shared {
        var state: PoolState<PostgresLink>
        var waiters: [Int: Waiter] = [:]
        var lastWaiter = 0
        var isTiming = false
        var isClosed = false
        var backoff = ReconnectBackoff()
    }

    private let options: PostgresOptions
    private let threads: NIOThreadPool
    /// Cancelling asks the server on a connection of its own, which may take a moment.
    private let cancelThread = NIOThreadPool(numberOfThreads: 1)
    private let shared: Mutex<Shared>

    init(_ options: PostgresOptions) {
        self.options = options
        threads = NIOThreadPool(numberOfThreads: options.maximumConnections)
        shared = Mutex(Shared(state: PoolState(limit: options.maximumConnections)))
        threads.start()
        cancelThread.start()
    }

    /// Runs a transaction to its end; when the task is cancelled, the statement under way is.
    /// - Throws: `DatabaseError`, `CancellationError`, or what `body` throws.
    func transaction<Value: Sendable>(
        _ kind: TransactionKind, _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try Task.checkCancellation()
        let run = PostgresTransaction(kind: kind, pool: self, link: try await acquire())
        do {
            return try await withTaskCancellationHandler {
                try await threads.runIfActive { try run(body) }
            } onCancel: {
                run.markCancelled()
                Task { await self.cancelUntilEnded(run) }
            }
        } catch let error as DatabaseError where error.kind == .interrupted && Task.isCancelled {
            throw CancellationError()
        } catch {
            // The pool was shut down before the transaction could begin.
            run.releaseIfNotBegun()
            throw error
        }
    }

    /// The server forgets a request that finds no statement under way, as in between two: so it is made again.
    private func cancelUntilEnded(_ run: PostgresTransaction) async {
        do {
            while try await cancelThread.runIfActive({ run.cancel() }) {
                try await Task.sleep(for: .milliseconds(100))
            }
        } catch {
            // The pool has been closed, and with it the connection.
            return
        }
    }

    /// Opens a connection, unless the server has just been found to be away. Blocks.
    func open() throws -> PostgresLink {
        guard shared.withLock({ $0.backoff.mayConnect(at: .now) }) else {
            throw DatabaseError(.unavailable, detail: "PostgreSQL did not answer a moment ago and is tried again soon.")
        }
        do {
            let link = try PostgresLink(options.connection, session: options.session)
            shared.withLock { $0.backoff.succeeded() }
            return link
        } catch {
            shared.withLock { $0.backoff.failed(at: .now, jitter: .random(in: 0...1)) }
            throw error
        }
    }

    /// Gives a connection back; nil when it is closed or was never opened.
    func release(_ link: PostgresLink?) {
        let resumption = shared.withLock { shared -> (() -> Void)? in
            if shared.isClosed {
                link?.close()
                return nil
            }
            switch shared.state.release(link, at: .now) {
            case .keep: return nil
            case .hand(let link, let number):
                let waiter = shared.waiters.removeValue(forKey: number)
                return { waiter?.continuation.resume(returning: link) }
            case .openFor(let number):
                let waiter = shared.waiters.removeValue(forKey: number)
                return { waiter?.continuation.resume(returning: nil) }
            }
        }
        resumption?()
    }

    /// Closes what nobody has used since a moment; now: every free connection.
    func closeIdle(unusedSince moment: ContinuousClock.Instant) {
        let old = shared.withLock { $0.state.removeIdle(unusedSince: moment) }
        for link in old { link.close() }
    }

    func close() async throws {
        let waiters = shared.withLock { shared in
            shared.isClosed = true
            defer { shared.waiters = [:] }
            return shared.waiters
        }
        for waiter in waiters.values { waiter.continuation.resume(throwing: Self.closed) }
        closeIdle(unusedSince: .now)
        try await threads.shutdownGracefully()
        try await cancelThread.shutdownGracefully()
    }

    // MARK: Waiting

    /// - Returns: a connection; nil: one may be opened.
    private func acquire() async throws -> PostgresLink? {
        let number = shared.withLock { shared in
            shared.lastWaiter += 1
            return shared.lastWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer = shared.withLock { acquire(number, continuation, &$0) }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            giveUp(number, CancellationError())
        }
    }

    private func acquire(
        _ number: Int, _ continuation: CheckedContinuation<PostgresLink?, any Error>, _ shared: inout Shared
    ) -> Result<PostgresLink?, any Error>? {
        if shared.isClosed { return .failure(Self.closed) }
        // Cancelled before it could be found among the waiters.
        if Task.isCancelled { return .failure(CancellationError()) }
        switch shared.state.acquire(waiter: number) {
        case .use(let link): return .success(link)
        case .open: return .success(nil)
        case .wait:
            shared.waiters[number] = Waiter(continuation: continuation, deadline: .now + options.acquireTimeout)
            if !shared.isTiming {
                shared.isTiming = true
                Task { await expireWaiters() }
            }
            return nil
        }
    }

    /// Runs while anybody waits: a timer for each would be one for every request of a busy server.
    private func expireWaiters() async {
        while true {
            // Nothing depends on when exactly a waiter is told that it has waited too long.
            try? await Task.sleep(for: .milliseconds(100))
            let expired = shared.withLock { shared -> [Int]? in
                if shared.waiters.isEmpty {
                    shared.isTiming = false
                    return nil
                }
                return shared.waiters.filter { $0.value.deadline <= .now }.map(\.key)
            }
            guard let expired else { return }
            for number in expired {
                giveUp(number, DatabaseError(.busy, detail: "Every connection to PostgreSQL is in use."))
            }
        }
    }

    private func giveUp(_ number: Int, _ error: any Error) {
        let waiter = shared.withLock { shared in
            shared.state.giveUp(waiter: number) ? shared.waiters.removeValue(forKey: number) : nil
        }
        waiter?.continuation.resume(throwing: error)
    }

    private static let closed = DatabaseError(.cannotOpen, detail: "The database has been closed.")
}

extension PostgresOptions {
    /// What every connection is told first.
    ///
    /// An acknowledged write is on disk: a server that is set to commit asynchronously does so for others.
    var session: String {
        func milliseconds(_ duration: Duration) -> Int { Int(duration / .milliseconds(1)) }
        return """
            SET statement_timeout = \(milliseconds(statementTimeout)); SET lock_timeout = \(milliseconds(lockTimeout));
            SET idle_in_transaction_session_timeout = \(milliseconds(idleInTransactionTimeout));
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
            """
    }
}
