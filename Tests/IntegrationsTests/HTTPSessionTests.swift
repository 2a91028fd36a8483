import Foundation
import GridModel
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Integrations
import NIOCore
import NIOPosix
import Testing

@Suite struct HTTPSessionTests {
    private let query = HTTPQuery(
        path: "/v1/forecast", parameters: [.init("hourly", "a,b"), .init("key", "s3cr3t & +")])

    private func error(
        limits: HTTPSession.Limits = .init(), _ answer: @escaping LocalProvider.Answer
    ) async throws -> ConnectorError {
        let caught = Caught()
        try await LocalProvider.with(answer) { _, base in
            do {
                _ = try await LocalProvider.ask(base, limits: limits) { try await $0.get(query) }
            } catch let error as ConnectorError {
                await caught.set(error)
            }
        }
        return try #require(await caught.error)
    }

    private actor Caught {
        private(set) var error: ConnectorError?
        func set(_ error: ConnectorError) { self.error = error }
    }

    @Test func givesTheBodyAndTheRateLimitAndSendsWhatIsAsked() async throws {
        let remaining = try #require(HTTPField.Name("x-ratelimit-remaining"))
        let reset = try #require(HTTPField.Name("x-ratelimit-reset"))
        try await LocalProvider.with { _ in
            LocalProvider.json("{}", headers: [remaining: "3", reset: "58"])
        } _: { provider, base in
            let answer = try await LocalProvider.ask(base + "/mirror/") { session in
                try await session.get(HTTPQuery(path: query.path, parameters: query.parameters))
            }
            #expect(answer == HTTPAnswer(body: Array("{}".utf8), remaining: .init(requests: 3, resetSeconds: 58)))
            #expect(provider.seen.map(\.uri.path) == ["/mirror/v1/forecast"])
            #expect(provider.queries == [["hourly": "a,b", "key": "s3cr3t & +"]])
        }
    }

    @Test func tooManyRequestsSayHowLongToWait() async throws {
        for (headers, wait) in [
            ([HTTPField.Name.retryAfter: "120"] as HTTPFields, Int64(120)),
            // 90 s after the clock of these tests.
            ([.retryAfter: "Wed, 25 Nov 2026 12:01:30 GMT"], 90),
            ([.retryAfter: "soon"], nil),
        ] {
            let error = try await error { _ in LocalProvider.json("{}", .tooManyRequests, headers: headers) }
            #expect(error == .overLimit(retryAfterSeconds: wait))
        }
    }

    @Test func aBusyServerThatNamesATimeIsBelieved() async throws {
        let error = try await error { _ in LocalProvider.json("{}", .serviceUnavailable, headers: [.retryAfter: "5"]) }
        #expect(error == .overLimit(retryAfterSeconds: 5))
    }

    @Test func failuresOfTheServerAreTransient() async throws {
        for status in [HTTPResponse.Status.internalServerError, .badGateway, .serviceUnavailable] {
            let error = try await error { _ in LocalProvider.json("oops", status) }
            #expect(error == .serverFailed(status: status.code) && error.isTransient)
        }
    }

    @Test func aRefusalCarriesTheProvidersReason() async throws {
        let error = try await error { _ in
            LocalProvider.json(
                #"{"error":true,"reason":"Parameter 'start_date' is out of allowed range"}"#, .badRequest)
        }
        #expect(error == .refused(status: 400, reason: "Parameter 'start_date' is out of allowed range"))
        #expect(!error.isTransient)
    }

    @Test func followsNoRedirect() async throws {
        let error = try await error { _ in
            Response(status: .found, headers: [.location: "http://169.254.169.254/latest/meta-data"])
        }
        guard case .refused(302, _) = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func aPageInsteadOfJSONIsNotTaken() async throws {
        let error = try await error { _ in
            Response(
                status: .ok, headers: [.contentType: "text/html"], body: .init(byteBuffer: ByteBuffer(string: "<p>")))
        }
        #expect(error == .unexpected("It is text/html, not JSON."))
    }

    @Test func aHugeBodyIsNotKept() async throws {
        var limits = HTTPSession.Limits()
        limits.bodyBytes = 1 << 20
        let error = try await error(limits: limits) { _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody { writer in
                    for _ in 0..<64 { try await writer.write(ByteBuffer(repeating: 0x20, count: 1 << 16)) }
                    try await writer.finish(nil)
                })
        }
        #expect(error == .unexpected("It is larger than 1048576 bytes."))
    }

    @Test func aProviderThatSaysNothingIsGivenUp() async throws {
        var limits = HTTPSession.Limits()
        limits.requestSeconds = 1
        let error = try await error(limits: limits) { _ in
            // Longer than the limit; the end of the test's server cancels it.
            try await Task.sleep(for: .seconds(60))
            return LocalProvider.json("{}")
        }
        #expect(error == .unreachable("it did not answer in time"))
    }

    @Test func aBodyThatNeverEndsIsGivenUp() async throws {
        var limits = HTTPSession.Limits()
        limits.requestSeconds = 1
        let error = try await error(limits: limits) { _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody { writer in
                    while true {
                        try await writer.write(ByteBuffer(string: " "))
                        // A byte now and then, so that no read takes too long by itself.
                        try await Task.sleep(for: .milliseconds(100))
                    }
                })
        }
        // On a busy machine the head itself may be late: both are told in time, and as what they are.
        #expect(
            error == .unreachable("the answer took longer than 1 s")
                || error == .unreachable("it did not answer in time"))
    }

    @Test func aBodyThatBreaksOffIsUnreachableNotWrong() async throws {
        // Promises 100 bytes, sends 9 and closes.
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Truncating())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        await #expect {
            _ = try await LocalProvider.ask("http://127.0.0.1:\(port)") { try await $0.get(query) }
        } throws: {
            guard case ConnectorError.unreachable = $0 else { return false }
            return true
        }
        try await server.close()
    }

    private final class Truncating: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let text = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"hourly\""
            let channel = context.channel
            channel.writeAndFlush(ByteBuffer(string: text)).whenComplete { _ in channel.close(promise: nil) }
        }
    }

    @Test func aClosedPortIsUnreachable() async throws {
        let free = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(free.localAddress?.port)
        try await free.close()
        await #expect {
            _ = try await LocalProvider.ask("http://127.0.0.1:\(port)") { try await $0.get(query) }
        } throws: {
            guard case ConnectorError.unreachable = $0 else { return false }
            return true
        }
    }

    @Test func ownAndPrivateAddressesNeedAnExplicitSetting() async throws {
        for host in [
            "127.0.0.1", "localhost", "10.1.2.3", "192.168.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]",
        ] {
            await #expect("\(host)") {
                _ = try await LocalProvider.ask("https://\(host)", allowsPrivate: false) { try await $0.get(query) }
            } throws: {
                guard case ConnectorError.misconfigured(let reason) = $0 else { return false }
                return reason.contains("private network")
            }
        }
    }

    @Test func baseURLsHoldAHostAndNoMore() throws {
        for text in [
            "", "api.open-meteo.com", "ftp://host", "http://api.open-meteo.com", "https://user:word@host",
            "https://host/?q=1", "https://host/#part", "https://", "file:///etc/passwd",
        ] {
            #expect(throws: ConnectorError.self, "\(text)") { try ServiceAddress(text, allowsPrivate: false) }
        }
        let address = try ServiceAddress("https://API.Open-Meteo.com/mirror/", allowsPrivate: false)
        #expect(address.host == "api.open-meteo.com" && address.path == "/mirror" && address.portOrDefault == 443)
    }

    @Test func errorsTellNoKey() async throws {
        let error = try await error { _ in LocalProvider.json("{}", .forbidden) }
        #expect(!error.description.contains("s3cr3t"))
    }
}
