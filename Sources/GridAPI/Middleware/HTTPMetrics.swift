import Observability

/// The server's own metrics: their names, and what they mean.
enum HTTPMetrics {
    static let requests = "http_server_requests"
    static let duration = "http_server_request_duration"
    static let responseBytes = "http_server_response_bytes"
    static let connectionsRefused = "http_server_connections_refused"

    static func describe(in registry: MetricsRegistry) {
        registry.describe(requests, help: "Requests answered, by method, route and status.")
        registry.describe(duration + "_seconds", help: "How long answers took; a stream, until it ended.")
        registry.describe(responseBytes, help: "Bytes of the answers' bodies.")
        registry.describe(connectionsRefused, help: "Connections that were closed unserved, by the status told.")
    }
}
