import GridModel
import Hummingbird
import Identity
import Operations
import Telemetry

/// Energy balances and load allocation.
struct BalanceRoutes {
    func add(to routes: inout RouteTable) {
        routes.get(
            "/api/v1/balance", .permission(.gridRead), query: ["area", "from", "to", "resolution", "limitPercent"]
        ) { _, context, query in
            let area = query.area()
            let (from, to) = query.window()
            let resolution: BalanceResolution = query.choice("resolution") ?? .day
            let limit = query.percent("limitPercent") ?? TechnicalLossBand.defaultLimitPercent
            try query.check()
            return try await answering(about: area) {
                try await context.service.balance.balance($0, from, to, resolution, limit)
            }
        }
        routes.get("/api/v1/balance/hints", .permission(.gridRead), query: ["area", "from", "to"]) {
            _, context, query in
            let area = query.area()
            let (from, to) = query.window()
            try query.check()
            return try await answering(about: area) { try await context.service.balance.hints($0, from, to) }
        }
        routes.get(
            "/api/v1/balances", .permission(.gridRead),
            query: ["kind", "from", "to", "limitPercent", "limit", "cursor"], fields: .items("balances")
        ) {
            _, context, query in
            let kind: SubjectKind = query.choice("kind") ?? .feeder
            if !kind.isBalanceArea {
                query.refuse("kind", "Has no balance.", expected: "feeder, substation, transformer or zone")
            }
            let (from, to) = query.window()
            let limit = query.percent("limitPercent") ?? TechnicalLossBand.defaultLimitPercent
            let list = "balances \(kind) \(String(describing: from)) \(String(describing: to)) \(limit)"
            let page = query.page(of: list, keys: 1)
            try query.check()
            let ranking = try await refusing { try await context.service.balance.ranking(kind, from, to, limit) }
            // The list is drawn anew for each page: its place is the area that came last.
            let after = page.after.flatMap { id in ranking.balances.firstIndex { $0.area.subject.id == id[0] } }
            let rest = Array(ranking.balances.dropFirst(after.map { $0 + 1 } ?? 0).prefix(page.limit + 1))
            return page.response("balances", rest.map(RankedBalance.init)) {
                [$0.balance.area.subject.id]
            } more: {
                $0.field("from", ranking.span.start)
                $0.field("to", ranking.span.end)
                $0.array("withoutBalance", ranking.withoutBalance) { left, json in
                    json.object {
                        $0.field("kind", left.area.kind)
                        $0.field("id", left.area.id)
                        $0.field("reason", left.reason)
                    }
                }
            }
        }
        let allocation: Set<String> = [
            "area", "from", "to", "resolution", "method", "level", "lossesPercent", "limit", "cursor",
        ]
        routes.get("/api/v1/allocation", .permission(.gridRead), query: allocation) { _, context, query in
            let area = query.area()
            let (from, to) = query.window()
            let method: AllocationMethod = query.choice("method") ?? .ratedKW
            let level: AllocationLevel = query.choice("level") ?? (method == .ratedMVA ? .transformer : .loadPoint)
            if method == .ratedMVA, level != .transformer {
                query.refuse("level", "Load points have no rated MVA.", expected: "transformer, with method ratedMVA")
            }
            let request = AllocationRequest(
                area: area, from: from, to: to, resolution: query.choice("resolution") ?? .day, method: method,
                level: level, lossesPercent: query.percent("lossesPercent") ?? 0)
            let page = query.page(of: "allocation \(request)", keys: 1)
            try query.check()
            let found = try await refusing { try await context.service.balance.allocation(request) }
            guard let answer = found else { throw Problem.notFound("\(area.kind.rawValue) \(area.id)") }
            let first = Int(clamping: page.after?[0] ?? 0)
            let targets = answer.targets.dropFirst(first).prefix(page.limit)
            let hasMore = first + targets.count < answer.targets.count
            return .json(
                AllocationPage(
                    answer: answer, targets: targets,
                    nextCursor: hasMore ? page.cursor(at: [Int64(first + targets.count)]) : nil))
        }
    }

    private func answering(
        about area: Subject, _ answer: (Subject) async throws -> (some JSONRepresentable)?
    ) async throws -> Response {
        let found = try await refusing { try await answer(area) }
        guard let found else { throw Problem.notFound("\(area.kind.rawValue) \(area.id)") }
        return .json(found)
    }

    private func refusing<Answer>(_ answer: () async throws -> Answer) async throws -> Answer {
        do {
            return try await answer()
        } catch let refusal as BalanceRefusal {
            switch refusal {
            case .meshed: throw Problem(.conflict, refusal.description)
            case .tooMuch, .nothingEnded, .tooLong:
                throw Problem.parameters([
                    FieldError(field: "from", message: refusal.description, expected: "a time that can be answered")
                ])
            }
        }
    }
}

/// A balance in a list: without its parts.
private struct RankedBalance: JSONRepresentable {
    let balance: EnergyBalance

    func write(to json: inout JSONWriter) {
        json.object { balance.writeSummary(to: &$0) }
    }
}

extension QueryParameters {
    /// `area=feeder:12`, which must be there.
    fileprivate mutating func area() -> Subject {
        let parts = (text("area") ?? "").split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, let kind = SubjectKind(rawValue: String(parts[0])), kind.isBalanceArea,
            let id = Int64(parts[1]), id >= 1, !parts[1].hasPrefix("+")
        {
            return Subject(kind: kind, id: id)
        }
        refuse(
            "area", text("area") == nil ? "Missing." : "Not an area.",
            expected: "feeder, substation, transformer or zone with its id, such as feeder:12")
        return Subject(kind: .feeder, id: 0)
    }

    fileprivate mutating func percent(_ name: String) -> Double? {
        guard let text = text(name) else { return nil }
        if let number = Double(text), (0...100).contains(number) { return number }
        refuse(name, "Not a percentage.", expected: "a number from 0 to 100")
        return nil
    }
}
