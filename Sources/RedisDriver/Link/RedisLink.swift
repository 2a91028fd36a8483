import NIOCore

/// A request and whom to tell the answer.
struct RedisRequest: Sendable {
    /// A command's name and its arguments.
    let words: [String]
    let answer: EventLoopPromise<RESPValue>
}

/// Sends requests one after another without waiting, and gives each its answer: Redis answers in order.
///
/// A link on which an answer is late is closed, because every answer after it would be as late.
final class RedisLink: ChannelDuplexHandler {
    typealias InboundIn = RESPValue
    typealias OutboundIn = RedisRequest
    typealias OutboundOut = ByteBuffer

    private static let mostWaiting = 10_000
    private static let look: TimeAmount = .milliseconds(50)

    private let timeout: TimeAmount
    private var waiting = CircularBuffer<(answer: EventLoopPromise<RESPValue>, sentAt: NIODeadline)>()
    private var watch: RepeatedTask?
    private var failure = RedisError.broken

    init(timeout: TimeAmount) {
        self.timeout = timeout
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let loopBound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        watch = context.eventLoop.scheduleRepeatedTask(initialDelay: Self.look, delay: Self.look) { _ in
            let (link, context) = loopBound.value
            if let oldest = link.waiting.first, oldest.sentAt + link.timeout < .now() { context.close(promise: nil) }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        failure = error as? RedisError ?? .unreachable("\(error)")
        context.close(promise: nil)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let request = unwrapOutboundIn(data)
        guard watch != nil, waiting.count < Self.mostWaiting else {
            // The client passes the failure on to whoever waits for the answer.
            promise?.fail(watch == nil ? failure : RedisError.tooManyWaiting)
            return
        }
        waiting.append((request.answer, .now()))
        context.write(wrapOutboundOut(Self.bytes(request.words, context.channel.allocator)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let value = unwrapInboundIn(data)
        if case .push = value { return }
        guard let next = waiting.popFirst() else {
            failure = .notUnderstood("an answer that nobody asked for")
            context.close(promise: nil)
            return
        }
        if case .error(let words) = value {
            next.answer.fail(RedisError.refused(words))
        } else {
            next.answer.succeed(value)
        }
    }

    private func end() {
        watch?.cancel()
        watch = nil
        while let next = waiting.popFirst() { next.answer.fail(failure) }
    }

    /// As an array of texts, the form that every command is sent in.
    private static func bytes(_ words: [String], _ allocator: ByteBufferAllocator) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: 256)
        buffer.writeString("*\(words.count)\r\n")
        for word in words { buffer.writeString("$\(word.utf8.count)\r\n\(word)\r\n") }
        return buffer
    }
}
