import GridModel
import Hummingbird
import Operations

/// Trained model versions.
struct ModelRoutes {
    let service: GridService

    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/models") { _, _, _ in
            let models = try await service.models()
            return .json { json in json.object { $0.field("models", models) } }
        }
        routes.get("/api/v1/models/{id}") { _, context, _ in
            let id = try context.pathIdentifier(ModelVersionID.self)
            guard let model = try await service.model(id) else { throw Problem.notFound("model \(id)") }
            return .json(model)
        }
    }
}
