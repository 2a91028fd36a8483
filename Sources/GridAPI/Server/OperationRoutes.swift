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
    private let checks: Checks

    package init(registry: MetricsRegistry, checks: @escaping Checks) {
        self.registry = registry
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
        routes.get("/metrics", .anyone) { _, _, _ in
            Response(
                status: .ok, headers: [.contentType: MetricsRegistry.contentType],
                body: .init(byteBuffer: ByteBuffer(string: registry.text())))
        }
    }
}
