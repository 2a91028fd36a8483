import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct MetricsTokenTests {
    private let token = "collector-1-8f2c41d07b"

    @Test(arguments: [
        "Bearer valid", "Bearer collector-1-8f2c41d07", "Bearer collector-1-8f2c41d07bb", "Bearer ", "collector",
    ])
    func nothingButTheTokenOpensMetrics(shown: String) async throws {
        let server = TestServer(metricsToken: token)
        #expect(try await server.response("/metrics", headers: [.authorization: shown]).status == .unauthorized)
    }

    @Test func aCollectorThatShowsItIsAnswered() async throws {
        let server = TestServer(metricsToken: token)
        let answer = try await server.response("/metrics", headers: [.authorization: "Bearer \(token)"])
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType]?.hasPrefix("application/openmetrics-text") == true)
        // Whether it lives and serves stays open: load balancers ask for that.
        #expect(try await server.response("/ready", headers: [.authorization: "none x"]).status == .ok)
    }
}
