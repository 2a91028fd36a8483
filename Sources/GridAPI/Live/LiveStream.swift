import Hummingbird
import LiveUpdates
import Logging
import NIOCore
import ServiceLifecycle

/// Writes one client's live events until the client, the server or the client's slowness ends it.
struct LiveStream: Sendable {
    let subscription: LiveSubscription
    /// The state of things as the data of a `snapshot` event that holds everything up to a number.
    let snapshot: @Sendable (_ sequence: Int64) async throws -> [UInt8]
    let limits: GridAPILimits
    /// Whether the client may still see it.
    let isStillAdmitted: @Sendable () async -> Bool
    let channel: any Channel
    let logger: Logger

    /// - Parameter request: its connection tells when the client leaves.
    func body(for request: Request) -> ResponseBody {
        ResponseBody { writer in
            try await withTaskCancellationOrGracefulShutdownHandler {
                try await request.body.consumeWithInboundCloseHandler { _ in
                    try await run(&writer)
                } onInboundClosed: {
                    subscription.finish()
                }
            } onCancelOrGracefulShutdown: {
                subscription.finish()
            }
            try await writer.finish(nil)
        }
    }

    private func run(_ writer: inout any ResponseBodyWriter) async throws {
        let stall = StallWatch()
        let clock = Task {
            // Watches writes and makes quiet times heard; a client that stopped reading is cut off.
            while !Task.isCancelled {
                // The beat itself: a ping is due when nothing has happened for this long, so there is nothing to await.
                try await Task.sleep(for: limits.pingInterval)
                subscription.tick()
                if stall.isStalled(longerThan: limits.stalledWrite) {
                    logger.info("Live client stopped reading; connection closed.")
                    channel.close(mode: .all, promise: nil)
                    return
                }
            }
        }
        let admission = Task {
            while !Task.isCancelled {
                // Also changes that no process tells of, such as a token's end.
                try await Task.sleep(for: limits.admissionInterval)
                guard await isStillAdmitted() else {
                    logger.info("A live stream ended: its client may not see it any more.")
                    return subscription.finish()
                }
            }
        }
        defer {
            clock.cancel()
            admission.cancel()
        }
        try await stall.watching { try await begin(&writer) }
        while let bytes = await nextBytes() {
            try await stall.watching { try await writer.write(ByteBuffer(bytes: bytes)) }
            if bytes == EventStreamText.overflow { return }
        }
    }

    private func begin(_ writer: inout any ResponseBodyWriter) async throws {
        try await writer.write(ByteBuffer(bytes: EventStreamText.retry))
        guard case .snapshot(let sequence) = subscription.start else { return }
        let event: LiveEvent
        do {
            event = LiveEvent(name: "snapshot", data: try await snapshot(sequence))
        } catch {
            // The head has been sent: all that is left is to end the stream; the client comes back.
            logger.error("No snapshot for a live client.", metadata: ["cause": "\(String(reflecting: error))"])
            throw error
        }
        try await writer.write(ByteBuffer(bytes: EventStreamText.event(event, sequence: sequence)))
    }

    /// Nil at the end.
    private func nextBytes() async -> [UInt8]? {
        switch await subscription.next() {
        case .events(let events): EventStreamText.events(events)
        case .idle: EventStreamText.ping
        case .overflowed: EventStreamText.overflow
        case .finished: nil
        }
    }
}
