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
        routes.post("/api/v1/readings", query: ["partial"]) { request, _, query in
            let isPartial: Choice = query.choice("partial") ?? .no
            try query.check()
            let size = try request.jsonSize(upTo: limits.readingsBytes)
            return try await budget.reserving(size) {
                isPartial == .yes ? try await ingestEach(request) : try await ingest(request)
            }
        }
    }

    private enum Choice: String, CaseIterable {
        case yes = "true"
        case no = "false"
    }

    /// Stores the sound readings and names each of the others.
    private func ingestEach(_ request: Request) async throws -> Response {
        let body = try await request.jsonBody(upTo: limits.readingsBytes, within: limits.bodyTimeout)
        let input = try ReadingsInput(json: body, maximumItems: limits.readingsItems, isPartial: true)
        let outcome = try await service.ingestEach(input.readings)
        let faults = input.faults + outcome.faults.map { $0.moved(to: input.indices[$0.index]) }
        return .json(
            PartialReceipt(
                accepted: outcome.accepted, refused: input.refusedCount + outcome.refused,
                faults: Array(faults.sorted { $0.index < $1.index }.prefix(IngestReadings.faultsNamed))))
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
