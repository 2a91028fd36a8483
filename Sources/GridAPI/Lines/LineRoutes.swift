import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import Operations

/// InfluxDB's write API, as Telegraf's outputs `influxdb` and `influxdb_v2` speak it.
struct LineRoutes {
    /// Names of InfluxDB's own organisation of data: accepted, and of no meaning here.
    private static let placeParameters: Set<String> = ["db", "rp", "consistency", "u", "p", "org", "orgID", "bucket"]
    private static let createDatabase = "CREATE DATABASE"

    let limits: GridAPILimits
    private let budget: BodyBudget

    init(limits: GridAPILimits) {
        self.limits = limits
        budget = BodyBudget(bytes: limits.lineBytesAtOnce)
    }

    func add(to routes: inout RouteTable) {
        for path in ["/api/v1/write", "/api/v2/write", "/write"] {
            routes.post(path, .permission(.readingsWrite), query: Self.placeParameters.union(["precision"])) {
                request, context, query in
                let precision: LineBody.Precision? = query.choice("precision")
                try query.check()
                return try await write(request, precision: precision ?? .ns, try context.service.lines)
            }
        }
        routes.get("/ping", .anyone, query: ["verbose", "wait_for_leader"]) { _, context, _ in
            Response(status: .noContent, headers: [.influxVersion: "UrbanGrid"])
        }
        for path in ["/query", "/api/v1/query"] {
            routes.post(path, .permission(.readingsWrite), query: ["q", "db", "u", "p"]) { request, context, query in
                try await statement(request, query)
            }
        }
    }

    // MARK: Writing

    private func write(
        _ request: Request, precision: LineBody.Precision, _ service: LineService
    ) async throws -> Response {
        let isGzip = try request.isGzip()
        let size = try request.size(upTo: limits.lineBytes)
        return try await budget.reserving(size) {
            let bytes = try await request.bytes(upTo: limits.lineBytes, within: limits.bodyTimeout)
            let body = LineBody(bytes: bytes, isGzip: isGzip, precision: precision)
            guard isGzip else { return try await write(body, service) }
            guard body.declaredSize <= limits.unpackedLineBytes else {
                throw Problem(
                    .contentTooLarge, "The unpacked body may hold at most \(limits.unpackedLineBytes) bytes.")
            }
            return try await budget.reserving(body.declaredSize) { try await write(body, service) }
        }
    }

    private func write(_ body: LineBody, _ service: LineService) async throws -> Response {
        do {
            let outcome = try await service.write(body)
            return outcome.refused == 0 ? Response(status: .noContent) : Self.partial(outcome)
        } catch LineBodyError.notGzip {
            throw Problem(.badRequest, "The body is not gzip, of one member.")
        } catch let full as IngestBacklogFull {
            throw Problem.unavailable(full.description, retryAfter: 1)
        }
    }

    /// InfluxDB's answer to a partial write: senders that know it do not send the sound lines again.
    private static func partial(_ outcome: BatchOutcome) -> Response {
        let first = outcome.faults.first.map { fault in
            " line \(fault.index + 1): \(fault.field): \(fault.message)"
        }
        let text = "partial write:\(first ?? "") stored=\(outcome.accepted) dropped=\(outcome.refused)"
        var response = Response.json(capacity: outcome.faults.count * 160 + 256) { json in
            json.object {
                $0.field("code", "invalid")
                $0.field("error", text)
                $0.field("message", text)
                $0.field("stored", outcome.accepted)
                $0.field("dropped", outcome.refused)
                $0.array("lines", outcome.faults) { fault, json in
                    json.object {
                        $0.field("line", fault.index + 1)
                        $0.field("field", fault.field)
                        $0.field("message", fault.message)
                        $0.field("expected", fault.expected)
                    }
                }
            }
        }
        response.status = .badRequest
        return response
    }

    // MARK: Statements

    /// Telegraf makes its database before it writes. There is nothing to make; anything else is refused.
    private func statement(_ request: Request, _ query: QueryParameters) async throws -> Response {
        var text = query.text("q")
        if text == nil {
            let bytes = try await request.bytes(upTo: 4096, within: limits.bodyTimeout)
            let form = try QueryParameters(String(decoding: bytes, as: UTF8.self), allowed: ["q", "db", "u", "p"])
            text = form.text("q")
        }
        guard let text, text.uppercased().hasPrefix(Self.createDatabase) else {
            throw Problem.parameters([
                FieldError(field: "q", message: "Not a statement that is taken here.", expected: "CREATE DATABASE name")
            ])
        }
        return .json { json in
            json.object { $0.array("results", [0]) { id, json in json.object { $0.field("statement_id", id) } } }
        }
    }
}

extension HTTPField.Name {
    fileprivate static let influxVersion: HTTPField.Name = {
        guard let name = HTTPField.Name("X-Influxdb-Version") else { preconditionFailure("not a header's name") }
        return name
    }()
}
