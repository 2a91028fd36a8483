import GridModel
import Hummingbird
import Identity
import Operations

/// Validation rules, what they found, and how good the readings are.
struct ValidationRoutes {
    static let bodyBytes = 1 << 20

    let limits: GridAPILimits

    func add(to routes: inout RouteTable) {
        addRules(to: &routes)
        addFindings(to: &routes)
        addQuality(to: &routes)
    }

    private func addRules(to routes: inout RouteTable) {
        routes.get("/api/v1/validation-rules", .permission(.gridRead), query: ["quantity"]) { _, context, query in
            .json(try await rules(.quantity(try quantity(&query)), context))
        }
        routes.put("/api/v1/validation-rules", .permission(.rulesWrite), query: ["quantity"]) {
            request, context, query in
            .json(try await set(request, for: .quantity(try quantity(&query)), context))
        }
        routes.get("/api/v1/series/{id}/validation-rules", .permission(.gridRead)) { _, context, _ in
            .json(try await rules(.series(try context.pathIdentifier(SeriesID.self)), context))
        }
        routes.put("/api/v1/series/{id}/validation-rules", .permission(.rulesWrite)) { request, context, _ in
            .json(try await set(request, for: .series(try context.pathIdentifier(SeriesID.self)), context))
        }
        routes.get("/api/v1/estimation-settings", .permission(.gridRead)) { _, context, _ in
            .json(try await context.service.validation.settings())
        }
        routes.put("/api/v1/estimation-settings", .permission(.rulesWrite)) { request, context, _ in
            var body = try await request.smallBody(limits)
            var settings = VEESettings()
            settings.isEstimating = body.boolean("isEstimating") ?? true
            settings.linearHours = body.number("linearHours") ?? 0
            settings.longestHours = body.number("longestHours") ?? 0
            settings.graceHours = body.number("graceHours") ?? 0
            settings.lateMinutes = body.number("lateMinutes") ?? 0
            settings.zonesNotEstimated = (body.array("zonesNotEstimated") ?? []).compactMap { value in
                if case .number(let number) = value, number >= 1, let id = Int64(exactly: number) { return id }
                body.refuse("zonesNotEstimated", "Not ids of zones.", expected: "integers of at least 1")
                return nil
            }
            try body.check()
            let asked = settings
            return .json(
                try await refusing {
                    try await context.service.validation.setSettings(asked, context.actor, request.precondition())
                })
        }
    }

    private func addFindings(to routes: inout RouteTable) {
        let filters: Set<String> = ["zoneId", "seriesId", "kind", "state", "from", "to", "limit", "cursor"]
        routes.get("/api/v1/findings", .permission(.gridRead), query: filters, fields: .items("findings")) {
            _, context, query in
            let (from, to) = query.window()
            let filter = FindingFilter(
                zone: query.identifier("zoneId"), series: query.identifier("seriesId"), kind: query.choice("kind"),
                state: query.choice("state"), from: from, to: to)
            let page = query.page(of: "findings \(filter)", keys: 2)
            try query.check()
            let after = page.after.map {
                AnomalyPosition(start: Timestamp(secondsSinceEpoch: $0[0]), id: AnomalyID($0[1]))
            }
            let found = try await context.service.validation.findings(filter, after, page.limit + 1)
            return page.response("findings", found) { [$0.span.start.secondsSinceEpoch, $0.id.rawValue] }
        }
        routes.postOnce("/api/v1/findings/{id}/dismiss", .readingsEdit) { request, context, _ in
            let id = try context.pathIdentifier(FindingID.self)
            var body = try await request.smallBody(limits)
            let note = body.text("note")
            if !(3...1000).contains(note.count) {
                body.refuse("note", "Not as long.", expected: "3 to 1000 characters")
            }
            try body.check()
            guard let finding = try await context.service.validation.dismiss(id, note, context.actor) else {
                throw Problem.notFound("finding \(id)")
            }
            return .json(finding)
        }
        routes.postOnce("/api/v1/estimations", .readingsEdit) { _, context, _ in
            guard let job = try await context.service.validation.estimate(context.actor) else {
                throw Problem(.conflict, "An estimation waits or runs already.")
            }
            return .json(job)
        }
    }

    private func addQuality(to routes: inout RouteTable) {
        routes.get("/api/v1/data-quality", .permission(.gridRead), query: ["days"]) { _, context, query in
            let days = query.integer("days", in: 1...92) ?? 7
            try query.check()
            return .json(try await context.service.validation.quality(days))
        }
        routes.get("/api/v1/zones/{id}/data-quality", .permission(.gridRead), query: ["days"]) { _, context, query in
            let days = query.integer("days", in: 1...92) ?? 7
            try query.check()
            let id = try context.pathIdentifier(ZoneID.self)
            guard let quality = try await context.service.validation.zoneQuality(id, days) else {
                throw Problem.notFound("zone \(id)")
            }
            return .json(quality)
        }
    }

    private func quantity(_ query: inout QueryParameters) throws -> Quantity {
        let quantity: Quantity? = query.choice("quantity")
        if query.text("quantity") == nil {
            query.refuse("quantity", "Missing.", expected: "the quantity whose rules are meant")
        }
        try query.check()
        return quantity ?? .activeEnergyImport
    }

    private func rules(_ target: RuleTarget, _ context: GridRequestContext) async throws -> RulesRecord {
        guard let rules = try await context.service.validation.rules(target) else {
            throw Problem.notFound("such series")
        }
        return rules
    }

    private func set(
        _ request: Request, for target: RuleTarget, _ context: GridRequestContext
    ) async throws -> RulesRecord {
        var body = try await request.smallBody(limits)
        var rules: [RuleRecord] = []
        for (index, value) in (body.array("rules") ?? []).enumerated() {
            guard case .object(let members) = value else {
                body.refuse("rules[\(index)]", "Not an object.", expected: "a rule")
                continue
            }
            var rule = JSONBody(members: members)
            let (kind, isEnabled) = (rule.text("kind"), rule.boolean("isEnabled"))
            var parameters: [String: Double] = [:]
            for (number, one) in (rule.array("parameters") ?? []).enumerated() {
                guard case .object(let parts) = one, case .string(let name)? = parts["name"],
                    case .number(let value)? = parts["value"], parts.count == 2, parameters[name] == nil
                else {
                    rule.refuse("parameters[\(number)]", "Not a parameter.", expected: "name and value, each name once")
                    continue
                }
                parameters[name] = value
            }
            do { try rule.check() } catch let problem as Problem {
                for error in problem.errors {
                    body.refuse("rules[\(index)].\(error.field)", error.message, expected: error.expected ?? "")
                }
            }
            rules.append(RuleRecord(kind: kind, isEnabled: isEnabled ?? true, parameters: parameters))
        }
        try body.check()
        let asked = rules
        guard
            let set = try await refusing({
                try await context.service.validation.setRules(asked, target, context.actor, request.precondition())
            })
        else {
            throw Problem.notFound("such series")
        }
        return set
    }
}

/// A use case's refusal as 422.
func refusing<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch let refusal as VEERefusal {
        throw Problem.unprocessable(
            refusal.faults.map { FieldError(field: $0.field, message: $0.message, expected: $0.expected) })
    }
}

extension Request {
    /// The body of a request that sets or edits something.
    func smallBody(_ limits: GridAPILimits) async throws -> JSONBody {
        _ = try jsonSize(upTo: ValidationRoutes.bodyBytes)
        return try JSONBody(await jsonBody(upTo: ValidationRoutes.bodyBytes, within: limits.bodyTimeout))
    }
}
