import GridModel
import Hummingbird
import Identity
import Operations

/// Trained model versions.
struct ModelRoutes {
    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/models", .permission(.gridRead), fields: .items("models")) { _, context, _ in
            let models = try await context.service.models()
            return .json { json in json.object { $0.field("models", models) } }
        }
        routes.get("/api/v1/models/{id}", .permission(.gridRead), fields: .whole) { _, context, _ in
            let id = try context.pathIdentifier(ModelVersionID.self)
            guard let model = try await context.service.model(id) else { throw Problem.notFound("model \(id)") }
            return .json(model)
        }
    }
}
