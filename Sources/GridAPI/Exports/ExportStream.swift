import Hummingbird
import Logging
import NIOCore
import Operations
import ServiceLifecycle
import Synchronization

/// Writes an export to one client as fast as it reads. It has no deadline, but a client that stops reading is cut off.
///
/// What goes wrong after the head has been sent ends the connection without the last chunk: no client can take a part
/// for the whole.
struct ExportStream: Sendable {
    private static let watchInterval: Duration = .seconds(1)

    let export: ReadingsExport
    /// Held until the body is gone.
    let slots: [ExportSlot]
    let limits: GridAPILimits
    let channel: any Channel
    let logger: Logger

    /// - Parameter request: its connection tells when the client leaves.
    func body(for request: Request) -> ResponseBody {
        ResponseBody { writer in
            let ending = ExportEnding()
            do {
                try await withTaskCancellationOrGracefulShutdownHandler {
                    try await request.body.consumeWithInboundCloseHandler { _ in
                        try await write(to: &writer, ending)
                    } onInboundClosed: {
                        ending.set(.clientLeft)
                    }
                } onCancelOrGracefulShutdown: {
                    ending.set(.shuttingDown)
                }
            } catch let reason as ExportEnding.Reason {
                logger.info("Export given up.", metadata: ["reason": .string(reason.rawValue)])
                throw reason
            } catch {
                logger.error("Export failed.", metadata: ["cause": "\(String(reflecting: error))"])
                throw error
            }
            try await writer.finish(nil)
        }
    }

    private func write(to writer: inout any ResponseBodyWriter, _ ending: ExportEnding) async throws {
        let stall = StallWatch()
        let clock = Task {
            while !Task.isCancelled {
                // A stall is time passing without anything: there is nothing else to wait for.
                try await Task.sleep(for: Self.watchInterval)
                if stall.isStalled(longerThan: limits.stalledWrite) {
                    logger.info("Client of an export stopped reading; connection closed.")
                    channel.close(mode: .all, promise: nil)
                    return
                }
            }
        }
        defer { clock.cancel() }
        try await export.write { bytes in
            try ending.check()
            do {
                try await stall.watching { try await writer.write(ByteBuffer(bytes: bytes)) }
            } catch {
                // Whatever the cause, nobody is there to write to.
                throw ending.reason ?? .clientLeft
            }
        } progress: { _ in
            try ending.check()
        }
    }
}

/// Whether an export under way is still wanted.
private final class ExportEnding: Sendable {
    enum Reason: String, Error {
        case clientLeft = "the client left"
        case shuttingDown = "the server is shutting down"
    }

    private let stored = Mutex<Reason?>(nil)

    var reason: Reason? { stored.withLock { $0 } }

    func set(_ reason: Reason) {
        stored.withLock { $0 = $0 ?? reason }
    }

    func check() throws {
        if let reason { throw reason }
    }
}
