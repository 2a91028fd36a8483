import GridModel
import Hummingbird
import Identity
import Operations

/// Edits of readings and taking them back.
struct EditRoutes {
    let limits: GridAPILimits

    func add(to routes: inout RouteTable) {
        routes.postOnce("/api/v1/series/{id}/edits", .readingsEdit) { request, context, _ in
            let id = try context.pathIdentifier(SeriesID.self)
            let (edit, isPreview) = try await self.edit(request, of: id, context)
            guard let outcome = try await refusing({ try await context.service.validation.edit(edit, isPreview) })
            else {
                throw Problem.notFound("series \(id)")
            }
            return .json(outcome)
        }
        routes.get(
            "/api/v1/edits", .permission(.gridRead), query: ["seriesId", "limit", "cursor"], fields: .items("edits")
        ) {
            _, context, query in
            let series: SeriesID? = query.identifier("seriesId")
            let page = query.page(of: "edits \(series?.rawValue ?? 0)", keys: 1)
            try query.check()
            let found = try await context.service.validation.edits(
                series, page.after.map { EditID($0[0]) }, page.limit + 1)
            return page.response("edits", found) { [$0.id.rawValue] }
        }
        routes.get("/api/v1/edits/{id}", .permission(.gridRead)) { _, context, _ in
            let id = try context.pathIdentifier(EditID.self)
            guard let edit = try await context.service.validation.editDetail(id) else {
                throw Problem.notFound("edit \(id)")
            }
            return .json(edit)
        }
        routes.postOnce("/api/v1/edits/{id}/revert", .readingsEdit) { request, context, _ in
            let id = try context.pathIdentifier(EditID.self)
            var body = try await request.smallBody(limits)
            let reason = body.text("reason")
            try body.check()
            guard
                let outcome = try await refusing({
                    try await context.service.validation.revert(id, reason, context.actor)
                })
            else { throw Problem.notFound("edit \(id)") }
            return .json(outcome)
        }
    }

    private func edit(
        _ request: Request, of series: SeriesID, _ context: GridRequestContext
    ) async throws -> (EditRequest, isPreview: Bool) {
        var body = try await request.smallBody(limits)
        let reason = body.text("reason")
        let isPreview = body.value("isPreview") == nil ? false : body.boolean("isPreview") ?? false
        let values = body.array("values")
        let name = body.text("method", isRequired: false)
        var change = EditRequest.Change.values([])
        if let values, name.isEmpty {
            _ = (body.value("from"), body.value("to"))
            change = .values(
                values.enumerated().compactMap { index, value in
                    guard case .object(let members) = value, members.count == 2,
                        case .string(let text)? = members["start"], let start = Timestamp(iso8601: text),
                        Timestamp.acceptedRange.contains(start), case .number(let number)? = members["value"]
                    else {
                        if body.errors.count < 100 {
                            body.refuse("values[\(index)]", "Not a value.", expected: "start (ISO 8601) and value")
                        }
                        return nil
                    }
                    return EditValue(start: start, value: number)
                })
        } else if values == nil, let method = EditMethod(rawValue: name) {
            if let from = body.time("from"), let to = body.time("to") {
                if from >= to { body.refuse("from", "Not before `to`.", expected: "a time before `to`") }
                change = .method(method, TimeSpan(start: from, end: to))
            }
        } else {
            _ = (body.value("from"), body.value("to"))
            let known = EditMethod.allCases.map(\.rawValue).joined(separator: ", ")
            body.refuse(
                "values", "Neither values nor a method, or both.", expected: "values, or from, to and method: \(known)")
        }
        try body.check()
        return (
            EditRequest(series: series, change: change, reason: reason, actor: try context.actor), isPreview
        )
    }
}
