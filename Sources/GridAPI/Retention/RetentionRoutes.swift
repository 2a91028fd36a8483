import Hummingbird
import Identity
import Operations

/// How long the tenant keeps what, and the runs that delete the rest.
struct RetentionRoutes {
    let limits: GridAPILimits

    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/retention", .permission(.gridRead)) { _, context, _ in
            .json(try await context.service.retention.state())
        }
        routes.put("/api/v1/retention", .permission(.retentionWrite)) { request, context, _ in
            let policy = try await policy(in: request) ?? RetentionPolicy()
            return .json(
                try await refusing {
                    try await context.service.retention.set(policy, context.actor, request.precondition())
                })
        }
        routes.post("/api/v1/retention/preview", .permission(.gridRead)) { request, context, _ in
            let policy = try await policy(in: request)
            return .json(try await refusing { try await context.service.retention.preview(policy) })
        }
        routes.postOnce("/api/v1/retention/run", .retentionWrite) { _, context, _ in
            guard let job = try await context.service.retention.run(context.actor) else {
                throw Problem(.conflict, "A retention run waits or runs already.")
            }
            var response = Response.json(job)
            response.status = .accepted
            return response
        }
    }

    private func policy(in request: Request) async throws -> RetentionPolicy? {
        _ = try request.jsonSize(upTo: limits.settingsBytes)
        return try RetentionInput.policy(
            json: try await request.jsonBody(upTo: limits.settingsBytes, within: limits.bodyTimeout))
    }

    private func refusing<Answer>(_ answer: () async throws -> Answer) async throws -> Answer {
        do {
            return try await answer()
        } catch let refusal as RetentionRefusal {
            throw Problem.unprocessable(
                refusal.faults.map { FieldError(field: $0.field, message: $0.message, expected: $0.expected) })
        }
    }
}
