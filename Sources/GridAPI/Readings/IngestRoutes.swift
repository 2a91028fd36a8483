import Hummingbird
import Operations

/// POST /readings.
struct IngestRoutes {
    let service: GridService
    let limits: GridAPILimits
    private let budget: BodyBudget

    init(service: GridService, limits: GridAPILimits) {
        self.service = service
        self.limits = limits
        budget = BodyBudget(bytes: limits.readingsBytesAtOnce)
    }

    func add(to routes: inout RouteTable) {
        routes.post("/api/v1/readings") { request, _, _ in
            let size = try request.jsonSize(upTo: limits.readingsBytes)
            return try await budget.reserving(size) { try await ingest(request) }
        }
    }

    private func ingest(_ request: Request) async throws -> Response {
        let body = try await request.jsonBody(upTo: limits.readingsBytes, within: limits.bodyTimeout)
        let input = try ReadingsInput(json: body, maximumItems: limits.readingsItems)
        do {
            return .json(try await service.ingest(input.readings))
        } catch let refusal as IngestRefusal {
            throw Problem.unprocessable(
                refusal.faults.map {
                    FieldError(field: "readings[\($0.index)].\($0.field)", message: $0.message, expected: $0.expected)
                })
        }
    }
}
