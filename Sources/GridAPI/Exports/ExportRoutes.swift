import GridModel
import HTTPTypes
import Hummingbird
import Identity
import Operations

/// GET /exports/readings: readings as a file.
struct ExportRoutes {
    private static let retryAfterSeconds = 15

    let limits: GridAPILimits
    private let slots: ExportSlots
    private let slotsOnDisk: ExportSlots

    init(limits: GridAPILimits) {
        self.limits = limits
        slots = ExportSlots(limits.exportsAtOnce)
        slotsOnDisk = ExportSlots(limits.exportsOnDiskAtOnce)
    }

    func add(to routes: inout RouteTable) {
        let parameters: Set<String> = [
            "series", "zoneId", "quantity", "from", "to", "format", "layout", "resolution", "timeZone",
        ]
        routes.get("/api/v1/exports/readings", .permission(.readingsExport), query: parameters) {
            request, context, query in
            let (from, to) = query.window()
            let asked = ExportRequest(
                series: query.identifiers("series"), zone: query.identifier("zoneId"),
                quantity: query.choice("quantity"), from: from, to: to, format: query.choice("format") ?? .csv,
                layout: query.choice("layout") ?? .long, resolution: query.choice("resolution") ?? .raw,
                timeZone: query.text("timeZone"), isPacked: Self.takesGzip(request))
            try query.check()
            return try await response(to: request, context, asked)
        }
    }

    private func response(
        to request: Request, _ context: GridRequestContext, _ asked: ExportRequest
    ) async throws -> Response {
        let export: ReadingsExport
        do {
            export = try await context.service.exportReadings(asked)
        } catch let refusal as ExportRefusal {
            throw Problem.parameters(
                refusal.faults.map { FieldError(field: $0.field, message: $0.message, expected: $0.expected) })
        }
        var headers: HTTPFields = [
            .contentType: export.contentType, .cacheControl: "no-store", .vary: "Accept-Encoding",
            .contentDisposition: "attachment; filename=\"\(export.fileName)\"",
            // A proxy is not to hold it back.
            .accelBuffering: "no",
        ]
        if export.isPacked { headers[.contentEncoding] = "gzip" }
        if request.method == .head { return Response(status: .ok, headers: headers) }
        let stream = ExportStream(
            export: export, slots: try takeSlots(export), limits: limits, channel: context.channel,
            logger: context.logger)
        return Response(status: .ok, headers: headers, body: stream.body(for: request))
    }

    private func takeSlots(_ export: ReadingsExport) throws -> [ExportSlot] {
        let wanted = export.isMadeOnDisk ? [slotsOnDisk, slots] : [slots]
        return try wanted.map { slots in
            guard let slot = slots.take() else {
                throw Problem.unavailable(
                    "As many exports as the server writes at a time are under way; try again.",
                    retryAfter: Self.retryAfterSeconds)
            }
            return slot
        }
    }

    /// Whether gzip is named and not refused (`gzip;q=0`).
    private static func takesGzip(_ request: Request) -> Bool {
        let offers = request.headers[.acceptEncoding]?.lowercased().split(separator: ",") ?? []
        return offers.contains { offer in
            let parts = offer.split(separator: ";").map { $0.filter { $0 != " " } }
            guard parts.first == "gzip" || parts.first == "x-gzip" else { return false }
            return !parts.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
        }
    }
}
