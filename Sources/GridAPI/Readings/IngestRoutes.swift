import Hummingbird
import Identity
import Operations

/// POST /readings.
struct IngestRoutes {
    let limits: GridAPILimits
    private let budget: BodyBudget

    init(limits: GridAPILimits) {
        self.limits = limits
        budget = BodyBudget(bytes: limits.readingsBytesAtOnce)
    }

    func add(to routes: inout RouteTable) {
        routes.post("/api/v1/readings", .permission(.readingsWrite), query: ["partial"]) { request, context, query in
            let isPartial: Choice = query.choice("partial") ?? .no
            try query.check()
            let size = try request.jsonSize(upTo: limits.readingsBytes)
            return try await budget.reserving(size) {
                isPartial == .yes
                    ? try await ingestEach(request, try context.service)
                    : try await ingest(request, try context.service)
            }
        }
    }

    private enum Choice: String, CaseIterable {
        case yes = "true"
        case no = "false"
    }

    /// Stores the sound readings and names each of the others.
    private func ingestEach(_ request: Request, _ service: GridService) async throws -> Response {
        let body = try await request.jsonBody(upTo: limits.readingsBytes, within: limits.bodyTimeout)
        let input = try ReadingsInput(json: body, maximumItems: limits.readingsItems, isPartial: true)
        let outcome = try await service.ingestEach(input.readings)
        let faults = input.faults + outcome.faults.map { $0.moved(to: input.indices[$0.index]) }
        return .json(
            PartialReceipt(
                accepted: outcome.accepted, refused: input.refusedCount + outcome.refused,
                faults: Array(faults.sorted { $0.index < $1.index }.prefix(IngestReadings.faultsNamed))))
    }

    private func ingest(_ request: Request, _ service: GridService) async throws -> Response {
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
