import GridModel
import HTTPTypes
import Hummingbird
import Identity
import Operations

/// Series and their readings.
struct SeriesRoutes {
    let limits: GridAPILimits

    func add(to routes: inout RouteTable) {
        let filters: Set<String> = ["assetKind", "assetId", "zoneId", "quantity", "limit", "cursor"]
        routes.getShared("/api/v1/series", .permission(.gridRead), query: filters, fields: .items("series")) {
            _, context, query in
            let filter = SeriesFilter(
                assetKind: query.choice("assetKind"), assetID: query.integer("assetId", in: 1...Int64.max),
                zone: query.identifier("zoneId"), quantity: query.choice("quantity"))
            if filter.assetID != nil, query.text("assetKind") == nil {
                query.refuse("assetId", "Means nothing alone.", expected: "assetKind besides it")
            }
            let page = query.page(of: "series \(filter)", keys: 1)
            try query.check()
            let found = try await context.service.seriesList(filter, page.after.map { SeriesID($0[0]) }, page.limit + 1)
            return page.response("series", found) { [$0.series.id.rawValue] }
        }
        routes.postOnce("/api/v1/series", .seriesWrite) { request, context, _ in
            _ = try request.jsonSize(upTo: limits.settingsBytes)
            let body = try await request.jsonBody(upTo: limits.settingsBytes, within: limits.bodyTimeout)
            return try await create(try SeriesInput.draft(json: body), context)
        }
        routes.postOnce("/api/v1/series/bulk", .seriesWrite) { request, context, _ in
            _ = try request.jsonSize(upTo: limits.bulkBytes)
            let body = try await request.jsonBody(upTo: limits.bulkBytes, within: limits.bodyTimeout)
            return .json(BulkAnswer(items: try await create(try SeriesInput.drafts(json: body), context)))
        }
        routes.getShared("/api/v1/series/{id}", .permission(.gridRead), fields: .whole) { _, context, _ in
            let id = try context.pathIdentifier(SeriesID.self)
            guard let series = try await context.service.series(id) else { throw Problem.notFound("series \(id)") }
            return .json(series)
        }
        routes.getShared("/api/v1/series/{id}/readings", .permission(.gridRead), query: ["from", "to", "points"]) {
            _, context, query in
            let (from, to) = query.window()
            let points = query.integer("points", in: 4...5000) ?? 2000
            try query.check()
            let id = try context.pathIdentifier(SeriesID.self)
            guard let window = try await context.service.readings(id, from, to, points) else {
                throw Problem.notFound("series \(id)")
            }
            return .json(capacity: window.readings.count * 32 + 1024) { window.write(to: &$0) }
        }
        routes.get("/api/v1/series/{id}/revisions", .permission(.gridRead), query: ["from", "to", "limit", "cursor"]) {
            _, context, query in
            let (from, to) = query.window()
            let id = try context.pathIdentifier(SeriesID.self)
            let window = RevisionWindow(series: id, from: from, to: to)
            let page = query.page(of: "revisions \(window)", keys: 2)
            try query.check()
            let after = page.after.map {
                RevisionPosition(start: Timestamp(secondsSinceEpoch: $0[0]), number: Int($0[1]))
            }
            guard let found = try await context.service.revisions(window, after, page.limit + 1) else {
                throw Problem.notFound("series \(id)")
            }
            return page.response("revisions", found) { [$0.start.secondsSinceEpoch, Int64($0.number)] }
        }
    }

    private func create(_ draft: SeriesDraft, _ context: GridRequestContext) async throws -> Response {
        do {
            let made = try await context.service.createSeries(draft, context.actor)
            var response = Response.json(made)
            response.status = .created
            response.headers[.location] = "/api/v1/series/\(made.series.id)"
            return response
        } catch let refusal as SeriesRefusal {
            throw Problem(refusal)
        }
    }

    /// What became of each, in the order they came.
    private func create(
        _ drafts: [Result<SeriesDraft, Problem>], _ context: GridRequestContext
    ) async throws -> [BulkItem] {
        let sound = drafts.compactMap { try? $0.get() }
        var made = try await context.service.createManySeries(sound, context.actor)[...]
        return drafts.map { draft -> BulkItem in
            if case .failure(let problem) = draft { return .refused(problem) }
            switch made.popFirst() {
            case .success(let series)?: return .done(.created, id: series.series.id.rawValue)
            case .failure(let refusal)?: return .refused(Problem(refusal))
            case nil: return .refused(.internalError)
            }
        }
    }
}

extension Problem {
    init(_ refusal: SeriesRefusal) {
        if case .invalid(let faults) = refusal {
            self = .unprocessable(
                faults.map { FieldError(field: $0.field, message: $0.message, expected: $0.expected) })
        } else {
            self.init(.conflict, refusal.description)
        }
    }
}
