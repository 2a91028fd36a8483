import GridModel
import Hummingbird
import Identity
import Operations

/// GET /anomalies and /anomalies/{id}.
struct AnomalyRoutes {
    func add(to routes: inout RouteTable) {
        let filters: Set<String> = ["zoneId", "seriesId", "kind", "from", "to", "limit", "cursor"]
        routes.getShared("/api/v1/anomalies", .permission(.gridRead), query: filters, fields: .items("anomalies")) {
            _, context, query in
            let (from, to) = query.window()
            let filter = AnomalyFilter(
                zone: query.identifier("zoneId"), series: query.identifier("seriesId"), shape: query.choice("kind"),
                from: from, to: to)
            let page = query.page(of: "anomalies \(filter)", keys: 2)
            try query.check()
            let after = page.after.map {
                AnomalyPosition(start: Timestamp(secondsSinceEpoch: $0[0]), id: AnomalyID($0[1]))
            }
            let found = try await context.service.anomalies(filter, after, page.limit + 1)
            return page.response("anomalies", found) { [$0.span.start.secondsSinceEpoch, $0.id.rawValue] }
        }
        routes.get("/api/v1/anomalies/{id}", .permission(.gridRead), fields: .whole) { _, context, _ in
            let id = try context.pathIdentifier(AnomalyID.self)
            guard let anomaly = try await context.service.anomaly(id) else { throw Problem.notFound("anomaly \(id)") }
            return .json(anomaly)
        }
    }
}
