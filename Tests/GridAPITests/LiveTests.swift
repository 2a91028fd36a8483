import GridAPI
import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LiveUpdates
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

/// Against a real server on a socket: streams, disconnects, shutdown.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LiveTests {
    /// Runs a server, gives its port, and shuts it down gracefully; returns when it has ended.
    private func running(_ server: TestServer, _ body: @Sendable (Int) async throws -> Void) async throws {
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = server.server.application { port.yield($0) }
        let group = ServiceGroup(configuration: .init(services: [application], logger: Logger(label: "group")))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let number = try #require(await iterator.next())
            try await body(number)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private static let get = "GET /api/v1/live/zones HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer valid\r\n"

    @Test func beginsWithASnapshotAndFollowsWithNumberedEvents() async throws {
        let server = TestServer()
        try await running(server) { port in
            try await RawConnection.with(port: port) { connection in
                try await connection.send(Self.get + "\r\n")
                let head = try await connection.read(until: "nextPeak\":null}]}")
                #expect(head.contains("text/event-stream"))
                #expect(head.contains("event: snapshot\nid: 99\ndata: {\"seq\":99,"))
                server.hub.publish(to: server.topic) { .zones(TestCity.zones, sequence: $0) }
                server.hub.publish(.clock(now: TestCity.now, speed: 60), to: server.topic)
                let events = try await connection.read(until: "\"speed\":60}\n\n")
                #expect(events.contains("event: zones\nid: 100\ndata: {\"seq\":100,"))
                #expect(events.contains("event: clock\nid: 101\ndata: {\"now\":\"2026-11-23T09:00:00Z\""))
            }
        }
    }

    @Test func resumesAfterTheLastEventSeen() async throws {
        let server = TestServer()
        for _ in 0..<3 { server.hub.publish(.clock(now: TestCity.now, speed: 1), to: server.topic) }
        try await running(server) { port in
            try await RawConnection.with(port: port) { connection in
                try await connection.send(Self.get + "Last-Event-ID: 100\r\n\r\n")
                let text = try await connection.read(until: "id: 102\n")
                #expect(text.contains("id: 101\n"))
                #expect(!text.contains("id: 100\n") && !text.contains("snapshot"))
            }
        }
    }

    @Test func pingsWhenNothingHappens() async throws {
        var limits = GridAPILimits()
        limits.pingInterval = .milliseconds(10)
        try await running(TestServer(limits: limits)) { port in
            try await RawConnection.with(port: port) { connection in
                try await connection.send(Self.get + "\r\n")
                _ = try await connection.read(until: ": ping\n\n")
            }
        }
    }

    @Test func endsWhenItsClientMayNotSeeItAnyMore() async throws {
        var limits = GridAPILimits()
        limits.admissionInterval = .milliseconds(10)
        let server = TestServer(limits: limits)
        try await running(server) { port in
            try await RawConnection.with(port: port) { connection in
                try await connection.send(Self.get + "\r\n")
                _ = try await connection.read(until: "snapshot")
                server.hub.publish(.clock(now: TestCity.now, speed: 60), to: server.topic)
                _ = try await connection.read(until: "\"speed\":60}\n\n")
                server.isCredentialValid.withLock { $0 = false }
                #expect(try await connection.read(until: "0\r\n\r\n").contains("event: clock") == false)
            }
            while server.hub.clientCount > 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test func freesThePlaceOfAClientThatLeaves() async throws {
        let server = TestServer()
        try await running(server) { port in
            try await RawConnection.with(port: port) { connection in
                try await connection.send(Self.get + "\r\n")
                _ = try await connection.read(until: "snapshot")
                #expect(server.hub.clientCount == 1)
            }
            while server.hub.clientCount > 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test func endsOpenStreamsWhenTheServerShutsDown() async throws {
        let server = TestServer()
        let (connected, signal) = AsyncStream<Void>.makeStream()
        let (done, finish) = AsyncStream<String>.makeStream()
        try await running(server) { port in
            Task {
                try await RawConnection.with(port: port) { connection in
                    try await connection.send(Self.get + "\r\n")
                    _ = try await connection.read(until: "snapshot")
                    signal.yield()
                    finish.yield(try await connection.readToEnd())
                }
            }
            var iterator = connected.makeAsyncIterator()
            _ = await iterator.next()
        }
        // `running` has returned: the server did not wait for the client.
        var iterator = done.makeAsyncIterator()
        let rest = await iterator.next()
        #expect(rest?.hasSuffix("0\r\n\r\n") == true)
        #expect(server.hub.clientCount == 0)
    }

    @Test func refusesMoreStreamsThanAllowed() async throws {
        let server = TestServer(hub: HubLimits(clients: 1))
        try await running(server) { port in
            try await RawConnection.with(port: port) { first in
                try await first.send(Self.get + "\r\n")
                _ = try await first.read(until: "snapshot")
                try await RawConnection.with(port: port) { second in
                    try await second.send(Self.get + "\r\n")
                    let answer = try await second.read(until: "}")
                    #expect(answer.hasPrefix("HTTP/1.1 503") && answer.contains("Retry-After"))
                }
            }
        }
    }

    @Test(arguments: [
        "evil.example", "127.0.0.1.evil.example", "localhost:x", "localhost@evil", "192.168.0.1", "[::2]",
    ])
    func answersOnlyToNamesOfThisMachine(host: String) async throws {
        try await running(TestServer()) { port in
            try await RawConnection.with(port: port) { connection in
                try await connection.send(
                    "GET /api/v1/zones HTTP/1.1\r\nHost: \(host)\r\nAuthorization: Bearer valid\r\n\r\n")
                #expect(try await connection.read(until: "\r\n").hasPrefix("HTTP/1.1 421"))
            }
            try await RawConnection.with(port: port) { connection in
                try await connection.send(
                    "GET /api/v1/zones HTTP/1.1\r\nHost: LOCALHOST:\(port)\r\nAuthorization: Bearer valid\r\n\r\n")
                #expect(try await connection.read(until: "\r\n").hasPrefix("HTTP/1.1 200"))
            }
        }
    }

    @Test func refusesALargeBodyBeforeItIsSentAndCloses() async throws {
        try await running(TestServer()) { port in
            try await RawConnection.with(port: port) { connection in
                try await connection.send(
                    "POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer valid\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 99999999999\r\n\r\n")
                let answer = try await connection.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 413"))
                #expect(answer.contains("content-too-large"))
            }
        }
    }

    @Test func refusesHeadersThatAreTooLarge() async throws {
        try await running(TestServer()) { port in
            try await RawConnection.with(port: port) { connection in
                let header = "X-Long: " + String(repeating: "a", count: 40_000)
                try await connection.send(
                    "GET /health HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer valid\r\n\(header)\r\n\r\n")
                #expect(try await connection.read(until: "\r\n").hasPrefix("HTTP/1.1 431"))
            }
        }
    }

    @Test func dropsAClientThatStopsReadingWithoutHoldingUpOthers() async throws {
        var limits = GridAPILimits()
        limits.pingInterval = .milliseconds(20)
        limits.stalledWrite = .milliseconds(100)
        let server = TestServer(limits: limits)
        // More than the sockets' buffers take; read at once by a client that reads.
        let large = LiveEvent(name: "zones", data: Array(repeating: UInt8(ascii: "1"), count: 512 << 10))
        try await running(server) { port in
            let silent = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelOption(.autoRead, value: false)
                .channelOption(.socketOption(.so_rcvbuf), value: 4096)
                .connect(host: "127.0.0.1", port: port).get()
            try await silent.writeAndFlush(ByteBuffer(string: Self.get + "\r\n"))
            while server.hub.clientCount < 1 { try await Task.sleep(for: .milliseconds(5)) }
            try await RawConnection.with(port: port) { reader in
                try await reader.send(Self.get + "\r\n")
                _ = try await reader.read(until: "snapshot")
                #expect(server.hub.clientCount == 2)
                var number: Int64 = 0
                while server.hub.clientCount > 1 {
                    number = server.hub.publish(large, to: server.topic)
                    _ = try await reader.read(until: "id: \(number)\n")
                }
                // The one that reads has missed nothing and is still there.
                server.hub.publish(.clock(now: TestCity.now, speed: 60), to: server.topic)
                _ = try await reader.read(until: "id: \(number + 1)\n")
            }
            try await silent.close()
        }
    }
}
