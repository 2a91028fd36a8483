import GridModel
import HTTPTypes
import Hummingbird
import Identity
import Operations
import Persistence

/// The audit log: looked at, taken out, verified.
struct AuditRoutes {
    private static let filters: Set<String> = ["actor", "action", "object", "from", "to"]
    /// A long log takes its time.
    private static let verificationTime: Duration = .seconds(300)
    private static let filterLength = 200

    let limits: GridAPILimits
    private let slots: ExportSlots

    init(limits: GridAPILimits) {
        self.limits = limits
        slots = ExportSlots(limits.exportsAtOnce)
    }

    func add(to routes: inout RouteTable) {
        add("/api/v1/audit", .permission(.auditRead), to: &routes) { context throws(Problem) in
            try context.service.audit
        }
    }

    /// - Parameter platform: the log of what concerns no tenant.
    func add(platform: AuditService, to routes: inout RouteTable) {
        add("/api/v1/platform/audit", .platformOwner, to: &routes) { _ throws(Problem) in platform }
    }

    private func add(
        _ path: String, _ requirement: Requirement, to routes: inout RouteTable,
        _ log: @escaping @Sendable (GridRequestContext) throws(Problem) -> AuditService
    ) {
        routes.get(path, requirement, query: Self.filters.union(["limit", "cursor"]), fields: .items("entries")) {
            _, context, query in
            let filter = Self.filter(&query)
            let page = query.page(of: "audit \(path) \(filter)", keys: 1)
            try query.check()
            let found = try await log(context).list(filter, page.after?[0], page.limit + 1)
            return page.response("entries", found) { [$0.entry.number] }
        }
        routes.get(path + "/export", requirement, query: Self.filters.union(["format"])) { request, context, query in
            let filter = Self.filter(&query)
            let format: ExportAudit.Format = query.choice("format") ?? .csv
            try query.check()
            return try export(try log(context).export(filter, format), request, context)
        }
        routes.get(
            path + "/verification", requirement, query: ["expected"], timeout: Self.verificationTime
        ) { _, context, query in
            var expected: AuditHead?
            if let text = query.text("expected") {
                expected = AuditHead(text: text)
                if expected == nil {
                    query.refuse("expected", "Not a head.", expected: "NUMBER:HASH, as a verification gave it")
                }
            }
            try query.check()
            return .json(try await log(context).verify(expected))
        }
    }

    private static func filter(_ query: inout QueryParameters) -> AuditFilter {
        let (from, to) = query.window()
        for name in ["actor", "action", "object"] where (query.text(name)?.utf8.count ?? 0) > filterLength {
            query.refuse(name, "Too long.", expected: "at most \(filterLength) bytes")
        }
        return AuditFilter(
            actor: query.text("actor"), action: query.text("action"), object: query.text("object"), from: from, to: to)
    }

    private func export(
        _ export: ReadingsExport, _ request: Request, _ context: GridRequestContext
    ) throws -> Response {
        let headers: HTTPFields = [
            .contentType: export.contentType, .cacheControl: "no-store",
            .contentDisposition: "attachment; filename=\"\(export.fileName)\"", .accelBuffering: "no",
        ]
        if request.method == .head { return Response(status: .ok, headers: headers) }
        guard let slot = slots.take() else {
            throw Problem.unavailable("As many exports as the server writes at a time are under way; try again.")
        }
        let stream = ExportStream(
            export: export, slots: [slot], limits: limits, channel: context.channel, logger: context.logger)
        return Response(status: .ok, headers: headers, body: stream.body(for: request))
    }
}
