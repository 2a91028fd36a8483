import GridModel
import Hummingbird
import Operations

/// GET /anomalies.
struct AnomalyRoutes {
    let service: GridService

    func add(to routes: inout RouteTable) {
        let filters: Set<String> = ["zoneId", "seriesId", "from", "to", "limit", "cursor"]
        routes.get("/api/v1/anomalies", query: filters) { _, _, query in
            let (from, to) = query.window()
            let filter = AnomalyFilter(
                zone: query.identifier("zoneId"), series: query.identifier("seriesId"), from: from, to: to)
            let page = query.page(of: "anomalies \(filter)", keys: 2)
            try query.check()
            let after = page.after.map {
                AnomalyPosition(start: Timestamp(secondsSinceEpoch: $0[0]), id: AnomalyID($0[1]))
            }
            let found = try await service.anomalies(filter, after, page.limit + 1)
            return page.response("anomalies", found) { [$0.span.start.secondsSinceEpoch, $0.id.rawValue] }
        }
    }
}
