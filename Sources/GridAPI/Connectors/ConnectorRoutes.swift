import GridModel
import Hummingbird
import Identity
import Operations

/// Weather and air quality from outside: the connectors and what they foresee.
struct ConnectorRoutes {
    let limits: GridAPILimits

    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/connectors", .permission(.gridRead), fields: .items("connectors")) { _, context, _ in
            let connectors = try await context.service.connectors.list()
            return .json { json in json.object { $0.field("connectors", connectors) } }
        }
        routes.get("/api/v1/connectors/{name}", .permission(.gridRead), fields: .whole) { _, context, _ in
            let name = try context.parameters.require("name")
            return try await answer(name) { try await context.service.connectors.connector(name) }
        }
        routes.put("/api/v1/connectors/{name}", .permission(.connectorsWrite)) { request, context, _ in
            let name = try context.parameters.require("name")
            _ = try request.jsonSize(upTo: limits.settingsBytes)
            let body = try await request.jsonBody(upTo: limits.settingsBytes, within: limits.bodyTimeout)
            let change = try ConnectorInput(json: body).change
            return try await answer(name) {
                try await context.service.connectors.change(name, change, context.actor, request.precondition())
            }
        }
        routes.postOnce("/api/v1/connectors/{name}/run", .connectorsWrite) { _, context, _ in
            let name = try context.parameters.require("name")
            var response = try await answer(name) { try await context.service.connectors.run(name, context.actor) }
            response.status = .accepted
            return response
        }
        routes.get("/api/v1/series/{id}/forecast", .permission(.gridRead), query: ["at"]) { _, context, query in
            let moment = query.time("at")
            try query.check()
            let id = try context.pathIdentifier(SeriesID.self)
            guard let found = try await context.service.connectors.forecast(id, moment) else {
                throw Problem.notFound("series \(id)")
            }
            guard let forecast = found else { throw Problem.notFound("forecast of series \(id) known then") }
            return .json(forecast)
        }
    }

    private func answer(_ name: String, _ body: () async throws -> (some JSONRepresentable)?) async throws -> Response {
        do {
            guard let value = try await body() else {
                throw Problem.notFound("connector “\(name.prefix(60))”")
            }
            return .json(value)
        } catch let refusal as ConnectorRefusal {
            if let field = refusal.field {
                throw Problem.unprocessable([FieldError(field: field, message: refusal.description, expected: nil)])
            }
            throw Problem(.conflict, refusal.description)
        }
    }
}
