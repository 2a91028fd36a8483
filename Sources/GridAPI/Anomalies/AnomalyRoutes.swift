import GridModel
import Hummingbird
import Operations

/// GET /anomalies and /anomalies/{id}.
struct AnomalyRoutes {
    let service: GridService

    func add(to routes: inout RouteTable) {
        let filters: Set<String> = ["zoneId", "seriesId", "kind", "from", "to", "limit", "cursor"]
        routes.getShared("/api/v1/anomalies", query: filters) { _, _, query in
            let (from, to) = query.window()
            let filter = AnomalyFilter(
                zone: query.identifier("zoneId"), series: query.identifier("seriesId"), shape: query.choice("kind"),
                from: from, to: to)
            let page = query.page(of: "anomalies \(filter)", keys: 2)
            try query.check()
            let after = page.after.map {
                AnomalyPosition(start: Timestamp(secondsSinceEpoch: $0[0]), id: AnomalyID($0[1]))
            }
            let found = try await service.anomalies(filter, after, page.limit + 1)
            return page.response("anomalies", found) { [$0.span.start.secondsSinceEpoch, $0.id.rawValue] }
        }
        routes.get("/api/v1/anomalies/{id}") { _, context, _ in
            let id = try context.pathIdentifier(AnomalyID.self)
            guard let anomaly = try await service.anomaly(id) else { throw Problem.notFound("anomaly \(id)") }
            return .json(anomaly)
        }
    }
}
