import HTTPTypes
import Hummingbird
import Identity
import NIOCore
package import Observability

/// /health, /ready and /metrics: for those who run the server.
package struct OperationRoutes: Sendable {
    /// Checks by name, as `{"database": true}`.
    package typealias Checks = @Sendable () async -> [String: Bool]

    private let registry: MetricsRegistry
    /// Of the token that `/metrics` asks for; nil: it answers anybody.
    private let metricsTokenHash: [UInt8]?
    private let checks: Checks

    /// - Parameter metricsToken: what a collector shows as `Authorization: Bearer`; nil: `/metrics` answers anybody.
    package init(registry: MetricsRegistry, metricsToken: String? = nil, checks: @escaping Checks) {
        self.registry = registry
        metricsTokenHash = metricsToken.map { SecretToken(text: $0).hash }
        HTTPMetrics.describe(in: registry)
        self.checks = checks
    }

    package func add(to routes: inout RouteTable) {
        routes.get("/health", .anyone) { _, _, _ in
            Response.json { $0.object { $0.field("status", "alive") } }
        }
        routes.get("/ready", .anyone) { _, _, _ in
            let results = await checks()
            let isReady = results.values.allSatisfy(\.self)
            var response = Response.json { json in
                json.object {
                    $0.field("status", isReady ? "ready" : "notReady")
                    $0.members(
                        "checks", results.sorted { $0.key < $1.key }.map { ($0.key, $0.value ? "ok" : "failing") })
                }
            }
            response.status = isReady ? .ok : .serviceUnavailable
            return response
        }
        routes.get("/metrics", .anyone) { request, _, _ in
            if let metricsTokenHash {
                guard case .bearer(let token)? = try Credential.header(of: request),
                    SecretToken(text: token).matches(hash: metricsTokenHash)
                else { throw Problem.unauthorized }
            }
            return Response(
                status: .ok, headers: [.contentType: MetricsRegistry.contentType],
                body: .init(byteBuffer: ByteBuffer(string: registry.text())))
        }
    }
}
