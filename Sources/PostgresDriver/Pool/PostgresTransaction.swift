import Persistence
import Synchronization

/// One transaction from its connection to its end.
final class PostgresTransaction: Sendable {
    private enum State {
        case waiting(PostgresLink?)
        case running(PostgresLink, use: Int)
        case ended
    }

    private let kind: TransactionKind
    private let pool: ConnectionPool
    private let state: Mutex<State>
    private let isCancelled = Mutex(false)
    /// To another connection.
    private let hasMoved = Atomic(false)

    /// - Parameter link: nil: one is opened.
    init(kind: TransactionKind, pool: ConnectionPool, link: PostgresLink?) {
        self.kind = kind
        self.pool = pool
        state = Mutex(.waiting(link))
    }

    /// Blocks until the transaction has been committed, or undone.
    func callAsFunction<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        let connection: PostgresConnection
        do {
            connection = PostgresConnection(try begun(), self)
        } catch {
            pool.release(nil)
            throw error
        }
        do {
            let value = try body(connection)
            if let link = connection.open {
                if kind.beginningOfReading == nil { try link.commit() } else { try link.endReading() }
            }
            giveBack(connection.open)
            return value
        } catch {
            guard let link = connection.open else {
                giveBack(nil)
                throw error
            }
            // When this fails too, the connection is not healthy and is closed: the server undoes what it held.
            try? link.rollback()
            // It may be that a table has changed since a statement was prepared.
            if (error as? DatabaseError)?.kind == .invalidStatement { try? link.forgetStatements() }
            giveBack(link)
            throw error
        }
    }

    /// No further statement is run. From any thread.
    func markCancelled() { isCancelled.withLock { $0 = true } }

    func checkCancellation() throws {
        if isCancelled.withLock({ $0 }) { throw DatabaseError(.interrupted, detail: "The task was cancelled.") }
    }

    /// Asks the server to end the statement under way. From any thread.
    /// - Returns: whether the transaction had not ended yet.
    func cancel() -> Bool {
        let running = state.withLock { state in
            if case .running(let link, let use) = state { return (link, use) as (PostgresLink, Int)? }
            return nil
        }
        guard let (link, use) = running else { return false }
        link.cancel(use)
        return true
    }

    func releaseIfNotBegun() {
        let waiting = state.withLock { state -> PostgresLink?? in
            guard case .waiting(let link) = state else { return nil }
            state = .ended
            return .some(link)
        }
        if let waiting { pool.release(waiting) }
    }

    /// A connection with the transaction begun on it. One that had been idle may have been ended by the server
    /// meanwhile: nothing has been done yet, so another is opened.
    private func begun() throws -> PostgresLink {
        let given = state.withLock { state in
            defer { state = .ended }
            if case .waiting(let link) = state { return link }
            return nil
        }
        if let given {
            do {
                return try begin(on: given)
            } catch let error as DatabaseError where error.kind == .unavailable {
                pool.closeIdle(unusedSince: .now)
            }
        }
        return try begin(on: try pool.open())
    }

    /// Another connection for a transaction that the server has not begun on its own, because it had ended it.
    /// - Parameter closed: called when the one before has been closed.
    /// - Returns: nil when that had happened once already.
    func another(insteadOf link: PostgresLink, _ closed: () -> Void) throws -> PostgresLink? {
        guard !hasMoved.exchange(true, ordering: .relaxed) else { return nil }
        state.withLock { $0 = .ended }
        link.close()
        closed()
        pool.closeIdle(unusedSince: .now)
        return try begin(on: try pool.open())
    }

    private func begin(on link: PostgresLink) throws -> PostgresLink {
        let use = link.begin()
        state.withLock { $0 = .running(link, use: use) }
        do {
            try checkCancellation()
            if let beginning = kind.beginningOfReading {
                try link.beginWithFirstStatement(beginning)
            } else {
                try link.begin(by: kind.begin)
            }
            return link
        } catch {
            // Cheaper to forget than to mend: a beginning that fails is rare.
            state.withLock { $0 = .ended }
            link.close()
            throw error
        }
    }

    private func giveBack(_ link: PostgresLink?) {
        state.withLock { $0 = .ended }
        guard let link else { return pool.release(nil) }
        link.end()
        if link.isHealthy {
            pool.release(link)
        } else {
            link.close()
            pool.release(nil)
        }
    }
}
