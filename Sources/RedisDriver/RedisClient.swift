import NIOCore
import NIOPosix
import NIOSSL
public import ServiceLifecycle
import Synchronization

/// One connection to a Redis server (6 or newer), made anew whenever it broke.
///
/// As a service it keeps the connection; a command never waits for one that is not there, so that whoever can do without
/// Redis is not held up.
public final class RedisClient: Service {
    /// Between two attempts.
    private static let pauses = [1.0, 1, 2, 5, 10]
    private static let connectTimeout: TimeAmount = .seconds(3)

    private let address: RedisAddress
    private let timeout: Duration
    private let onChange: @Sendable (RedisError?) -> Void
    private let current = Mutex<(any Channel)?>(nil)

    /// - Parameters:
    ///   - timeout: how long an answer may take.
    ///   - onChange: told why it is not connected, nil when it is: for the log.
    public init(
        _ address: RedisAddress, timeout: Duration = .milliseconds(250),
        onChange: @escaping @Sendable (RedisError?) -> Void = { _ in }
    ) {
        self.address = address
        self.timeout = timeout
        self.onChange = onChange
    }

    public var isConnected: Bool { current.withLock { $0 != nil } }

    /// Keeps the connection until the task is cancelled or the process shuts down.
    public func run() async throws {
        await cancelWhenGracefulShutdown { await self.keep() }
    }

    /// - Throws: `RedisError`
    func send(_ words: [String]) async throws -> RESPValue {
        guard let channel = current.withLock({ $0 }) else { throw RedisError.notConnected }
        return try await Self.send(words, on: channel)
    }

    private func keep() async {
        var failures = 0
        while !Task.isCancelled {
            var reason = RedisError.broken
            do {
                let channel = try await connect()
                failures = 0
                current.withLock { $0 = channel }
                onChange(nil)
                await withTaskCancellationHandler {
                    try? await channel.closeFuture.get()  // Its error says no more than that it is closed.
                } onCancel: {
                    channel.close(promise: nil)
                }
                current.withLock { $0 = nil }
            } catch {
                reason = error as? RedisError ?? .unreachable("\(error)")
            }
            if Task.isCancelled { return }
            onChange(reason)
            let pause = Self.pauses[min(failures, Self.pauses.count - 1)]
            failures += 1
            // Before the next attempt; a cancel ends it.
            try? await Task.sleep(for: .seconds(pause))
        }
    }

    private func connect() async throws -> any Channel {
        let (host, timeout, tls) = (address.host, TimeAmount(timeout), try sslContext())
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(Self.connectTimeout)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls {
                        // An address has no name to ask for; its certificate must name the address.
                        let name = (try? SocketAddress(ipAddress: host, port: 0)) == nil ? host : nil
                        try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
                    }
                    try pipeline.addHandler(ByteToMessageHandler(RESPDecoder()))
                    try pipeline.addHandler(RedisLink(timeout: timeout))
                }
            }
            .connect(host: host, port: address.port).get()
        do {
            let login = address.password.map { ["AUTH", address.user ?? "default", $0] } ?? []
            _ = try await Self.send(["HELLO", "3"] + login, on: channel)
            if address.database != 0 { _ = try await Self.send(["SELECT", "\(address.database)"], on: channel) }
            return channel
        } catch {
            channel.close(promise: nil)
            throw error
        }
    }

    private func sslContext() throws -> NIOSSLContext? {
        guard address.isEncrypted else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        // The library's own would take TLS 1.0 as well.
        configuration.minimumTLSVersion = .tlsv12
        return try NIOSSLContext(configuration: configuration)
    }

    private static func send(_ words: [String], on channel: any Channel) async throws -> RESPValue {
        let answer = channel.eventLoop.makePromise(of: RESPValue.self)
        channel.writeAndFlush(RedisRequest(words: words, answer: answer)).whenFailure { answer.fail($0) }
        return try await answer.futureResult.get()
    }
}
