import CLibPQ
import Foundation
import Persistence
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Listens on a connection of its own for what other processes notify (postgresql.org/docs/15/sql-notify.html).
///
/// Waiting for a socket blocks, so it has a thread. When the connection is lost it is made anew, and everybody is woken
/// then: what was notified meanwhile is lost. Behind a pooler that shares connections between transactions nothing is
/// ever heard; whoever listens looks by the clock as well.
final class PostgresListener: Sendable {
    private static let look: Int32 = 250
    private static let retryAfter: TimeInterval = 2

    private let options: PostgresOptions
    private let hub: NotificationHub
    private let isStopped = Mutex(false)

    init(_ options: PostgresOptions, hub: NotificationHub) {
        self.options = options
        self.hub = hub
    }

    /// Until the task is cancelled.
    func run() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (ended: CheckedContinuation<Void, Never>) in
                Thread.detachNewThread {
                    self.listen()
                    ended.resume()
                }
            }
        } onCancel: {
            isStopped.withLock { $0 = true }
        }
    }

    private var stopped: Bool { isStopped.withLock { $0 } }

    private func listen() {
        while !stopped {
            do {
                let link = try PostgresLink(options.connection, session: options.session)
                defer { link.close() }
                for channel in DatabaseChannel.allCases { try link.execute("LISTEN \(channel.rawValue)") }
                for channel in DatabaseChannel.allCases { hub.publish(channel) }
                while !stopped, try receive(link.connection) {}
            } catch {
                // The pool meets the same server and tells it; here there is nobody to tell.
            }
            let retryAt = Date(timeIntervalSinceNow: Self.retryAfter)
            while !stopped, Date() < retryAt { Thread.sleep(forTimeInterval: 0.1) }
        }
    }

    /// Waits a moment for notifications.
    /// - Returns: false when the connection is lost.
    private func receive(_ connection: OpaquePointer) throws -> Bool {
        var socket = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        guard socket.fd >= 0 else { return false }
        guard poll(&socket, 1, Self.look) > 0 else { return true }
        guard PQconsumeInput(connection) == 1 else { return false }
        while let notification = PQnotifies(connection) {
            defer { PQfreemem(notification) }
            if let channel = DatabaseChannel(rawValue: String(cString: notification.pointee.relname)) {
                hub.publish(channel)
            }
        }
        return true
    }
}
