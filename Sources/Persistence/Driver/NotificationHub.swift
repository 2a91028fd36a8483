import Synchronization

/// Passes notifications on to whoever listens in this process. For drivers.
///
/// Several that come before a listener looks are one: it is told that there is something, not what.
public final class NotificationHub: Sendable {
    private struct Listeners {
        var last = 0
        var byNumber: [Int: (channel: DatabaseChannel, stream: AsyncStream<Void>.Continuation)] = [:]
    }

    private let listeners = Mutex(Listeners())

    public init() {}

    public func stream(of channel: DatabaseChannel) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = listeners.withLock { listeners in
            listeners.last += 1
            listeners.byNumber[listeners.last] = (channel, continuation)
            return listeners.last
        }
        continuation.onTermination = { [weak self] _ in
            self?.listeners.withLock { listeners in _ = listeners.byNumber.removeValue(forKey: number) }
        }
        return stream
    }

    public func publish(_ channel: DatabaseChannel) {
        let continuations = listeners.withLock { listeners in
            listeners.byNumber.values.filter { $0.channel == channel }.map(\.stream)
        }
        for continuation in continuations { continuation.yield() }
    }
}
