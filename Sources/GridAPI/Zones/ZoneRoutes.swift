import GridModel
import Hummingbird
import Identity
import Operations

/// The city and its zones.
struct ZoneRoutes {
    func add(to routes: inout RouteTable) {
        routes.getShared("/api/v1/city", .permission(.gridRead), fields: .whole) { _, context, _ in
            .json(try await context.service.city())
        }
        routes.getShared("/api/v1/city/load", .permission(.gridRead), query: ["from", "to", "points"]) {
            _, context, query in
            let (from, to) = query.window()
            let points = query.integer("points", in: 4...5000) ?? 2000
            try query.check()
            let load = try await context.service.cityLoad(from, to, points)
            return .json(capacity: load.hours.count * 32 + 1024) { load.write(to: &$0) }
        }
        routes.getShared("/api/v1/zones", .permission(.gridRead), fields: .items("zones")) { _, context, _ in
            .json(try await context.service.zones())
        }
        routes.getShared("/api/v1/zones/{id}", .permission(.gridRead), fields: .whole) { _, context, _ in
            let id = try context.pathIdentifier(ZoneID.self)
            guard let zone = try await context.service.zone(id) else { throw Problem.notFound("zone \(id)") }
            return .json(zone)
        }
        routes.getShared("/api/v1/zones/{id}/forecast", .permission(.gridRead), query: ["at", "past"]) {
            _, context, query in
            let at = query.time("at")
            let past = query.integer("past", in: 0...336) ?? 48
            try query.check()
            let id = try context.pathIdentifier(ZoneID.self)
            guard let forecast = try await context.service.forecast(id, at, past) else {
                throw Problem.notFound("zone \(id)")
            }
            return .json(forecast)
        }
    }
}
