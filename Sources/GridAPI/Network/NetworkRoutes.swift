import Hummingbird
import Identity
import Operations

/// The network on the map.
struct NetworkRoutes {
    func add(to routes: inout RouteTable) {
        routes.getShared("/api/v1/network", .permission(.gridRead), query: ["kinds"], fields: .items("features")) {
            _, context, query in
            let kinds: Set<NetworkFeatureKind> = query.choices("kinds") ?? Set(NetworkFeatureKind.allCases)
            try query.check()
            let features = try await context.service.network(kinds)
            return .json(type: "application/geo+json", capacity: features.count * 320) { json in
                json.object {
                    $0.field("type", "FeatureCollection")
                    $0.field("features", features)
                }
            }
        }
    }
}
