import GridModel
import Persistence
import Synchronization

/// The model in service of one kind, kept decoded; reads it again when another takes its place.
final class ServedModel<Model: Sendable>: Sendable {
    typealias Loaded = (id: ModelVersionID, model: Model)

    private struct State {
        var loaded: Loaded?
        var obstacle: String?
    }

    private let kind: String
    private let database: any Database
    private let objects: ObjectStore
    private let scope: TenantScope
    private let decode: @Sendable ([UInt8]) throws -> Model
    private let state = Mutex(State())

    init(
        kind: String, database: any Database, objects: ObjectStore, scope: TenantScope,
        decode: @escaping @Sendable ([UInt8]) throws -> Model
    ) {
        self.kind = kind
        self.database = database
        self.objects = objects
        self.scope = scope
        self.decode = decode
    }

    /// Why the model in service could not be read when it was last wanted, with the cause, for people who
    /// operate the system; nil when it could, or when there is none.
    var obstacle: String? { state.withLock { $0.obstacle } }

    /// Nil when there is none, or when its file is lost or of another version: `obstacle` tells these apart.
    func current() async throws -> Loaded? {
        let kind = kind
        let stored = try await database.read(scope) { try ModelVersionRepository($0).champion(of: kind) }
        guard let stored else {
            state.withLock { $0.obstacle = nil }
            return nil
        }
        if let known = state.withLock({ $0.loaded }), known.id == stored.id { return known }
        do {
            let fresh = (id: stored.id, model: try decode(try objects.get(stored.objectKey)))
            state.withLock { $0 = State(loaded: fresh) }
            return fresh
        } catch {
            let cause = "Version \(stored.version) of \(stored.name): \(String(reflecting: error))"
            state.withLock { $0 = State(obstacle: cause) }
            return nil
        }
    }
}
