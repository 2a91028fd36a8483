import HTTPTypes
import Logging
import Metrics
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Stands between the HTTP decoder and the server and keeps one connection from costing more than
/// it may: it bounds how many there are, how long a request may take to arrive, and how much of an
/// unwanted body is read; and it answers what is not HTTP, which never becomes a request.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long a connection that is done waits for the client to read its last answer: closing at
    /// once while the client still sends would reset it, and the answer with it.
    private static let linger: TimeAmount = .seconds(2)
    /// How much it throws away in that time.
    private static let discardedBytes = 4 << 20

    private let limits: GridAPILimits
    private let count: ConnectionCount
    private let logger: Logger
    private let metrics: any MetricsFactory
    private var state: ConnectionState
    private var isCounted = false
    private var deadline: Scheduled<Void>?
    private var malformed: Problem?
    private var discarded = 0
    /// Of a file that is being sent: what has arrived since the deadline was last put off; nil for other requests.
    private var uploadedBytes: Int?
    private var isQuiescing = false

    init(limits: GridAPILimits, count: ConnectionCount, logger: Logger, metrics: any MetricsFactory) {
        self.limits = limits
        self.count = count
        self.logger = logger
        self.metrics = metrics
        state = ConnectionState(drainBytes: limits.drainBytes)
    }

    // MARK: The connection

    func handlerAdded(context: ChannelHandlerContext) {
        isCounted = true
        count.add()
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        forget()
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        begin(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        forget()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The server shuts down: a request that is still arriving gets a little longer, not for ever.
        if event is ChannelShouldQuiesceEvent {
            isQuiescing = true
            close(context, after: TimeAmount(limits.shutdownGrace))
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard count.value <= limits.connections else {
            state.close()
            return refuse(.unavailable("The server has too many connections."), context)
        }
        close(context, after: TimeAmount(limits.headTimeout))
    }

    private func forget() {
        deadline?.cancel()
        deadline = nil
        guard isCounted else { return }
        isCounted = false
        count.remove()
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !state.isClosing else { return discard(unwrapInboundIn(data), context) }
        switch unwrapInboundIn(data) {
        case .head(let head):
            let isChunked = head.headerFields[.transferEncoding] != nil
            state.readHead(contentLength: isChunked ? nil : head.headerFields[.contentLength].flatMap { Int($0) } ?? 0)
            uploadedBytes = UploadRoutes.isUpload(head) ? 0 : nil
            // Longer than a handler may wait for a body, so that it can say so itself.
            close(context, after: TimeAmount(limits.bodyTimeout + limits.shutdownGrace))
        case .body(let bytes):
            state.readBody(bytes: bytes.readableBytes)
            noteUpload(bytes.readableBytes, context)
        case .end:
            state.readEnd()
            deadline?.cancel()
            deadline = nil
        }
        context.fireChannelRead(data)
    }

    /// A large file takes longer than other bodies may: it is given time for as long as it keeps coming.
    private func noteUpload(_ bytes: Int, _ context: ChannelHandlerContext) {
        guard let before = uploadedBytes, !isQuiescing else { return }
        let count = before + bytes
        uploadedBytes = count >= limits.uploadRateBytes ? 0 : count
        if count >= limits.uploadRateBytes {
            close(context, after: TimeAmount(limits.bodyTimeout + limits.shutdownGrace))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        let problem =
            error == .headerOverflow
            ? Problem(.headersTooLarge, "The request's line and headers are larger than allowed.")
            : Problem(.badRequest, "This is not a request in HTTP/1.1.")
        switch state.readMalformed() {
        case .answer: refuse(problem, context)
        case .answerLater: malformed = problem
        case .tellHandler: context.fireErrorCaught(error)
        case .ignore: break
        }
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where state.beginAnswer():
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            let finished = state.endAnswer()
            context.write(data, promise: promise)
            switch finished {
            case .goOn: break
            case .close: closeLingering(context)
            case .answerMalformed:
                if let malformed { refuse(malformed, context) }
            }
        default:
            context.write(data, promise: promise)
        }
    }

    /// Says why, and closes.
    private func refuse(_ problem: Problem, _ context: ChannelHandlerContext) {
        let requestID = RequestID.make()
        let status = String(problem.kind.status.code)
        Counter(label: HTTPMetrics.connectionsRefused, dimensions: [("status", status)], factory: metrics)
            .increment()
        logger.info(
            "Connection refused.",
            metadata: [
                "requestId": .string(requestID), "status": .string(status),
                "reason": .string(problem.detail),
            ])
        let body = problem.json(path: nil, requestID: requestID)
        var headers = problem.headers
        headers[.contentType] = "application/problem+json"
        headers[.contentLength] = String(body.count)
        headers[.cacheControl] = "no-store"
        headers[.connection] = "close"
        headers[.requestID] = requestID
        let head = HTTPResponse(status: problem.kind.status, headerFields: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        closeLingering(context)
    }

    private func closeLingering(_ context: ChannelHandlerContext) {
        context.flush()
        context.close(mode: .output, promise: nil)
        close(context, after: Self.linger)
    }

    private func discard(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        guard case .body(let bytes) = part else { return }
        discarded += bytes.readableBytes
        if discarded > Self.discardedBytes { context.close(promise: nil) }
    }

    private func close(_ context: ChannelHandlerContext, after delay: TimeAmount) {
        deadline?.cancel()
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: delay) { bound.value.close(promise: nil) }
    }
}
