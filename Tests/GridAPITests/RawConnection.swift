import Foundation
import NIOCore
import NIOPosix

/// A TCP connection that sends and reads text, for what an HTTP client would not do.
struct RawConnection {
    struct Ended: Error { let text: String }

    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private let incoming: Incoming

    /// Runs `body` with a connection to this machine and closes it.
    static func with(port: Int, _ body: @Sendable (RawConnection) async throws -> Void) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            try await body(
                RawConnection(channel: channel, outbound: outbound, incoming: Incoming(inbound)))
        }
    }

    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    /// Everything up to and with a piece of text; throws when the connection ends before it.
    func read(until end: String) async throws -> String {
        while true {
            if let found = await incoming.take(through: end) { return found }
            guard await incoming.more() else { throw Ended(text: await incoming.rest()) }
        }
    }

    func readToEnd() async throws -> String {
        while await incoming.more() {}
        return await incoming.rest()
    }

    private actor Incoming {
        private var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        private var bytes: [UInt8] = []

        init(_ stream: NIOAsyncChannelInboundStream<ByteBuffer>) {
            iterator = stream.makeAsyncIterator()
        }

        /// A connection that was reset has ended too.
        func more() async -> Bool {
            var iterator = iterator
            let next = try? await iterator.next(isolation: self)
            guard let next else { return false }
            bytes += next.readableBytesView
            return true
        }

        func take(through end: String) -> String? {
            guard let range = String(decoding: bytes, as: UTF8.self).range(of: end) else { return nil }
            let text = String(decoding: bytes, as: UTF8.self)
            let found = String(text[..<range.upperBound])
            bytes.removeFirst(found.utf8.count)
            return found
        }

        func rest() -> String { String(decoding: bytes, as: UTF8.self) }
    }
}
