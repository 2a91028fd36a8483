import HTTPTypes
import Hummingbird
import Identity
import LiveUpdates

/// GET /live/zones: what happens, as it happens.
struct LiveRoutes {
    let hub: LiveHub
    let limits: GridAPILimits

    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/live/zones", .permission(.gridRead)) { request, context, _ in
            try response(to: request, context)
        }
    }

    private func response(to request: Request, _ context: GridRequestContext) throws -> Response {
        guard let city = context.city else { throw Problem.internalError }
        var lastEventID: Int64?
        if let text = request.headers[.lastEventID], !text.isEmpty {
            lastEventID =
                text.utf8.count <= 18 && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
            if lastEventID == nil {
                throw Problem.parameters([
                    FieldError(field: "Last-Event-ID", message: "Not an id of this stream.", expected: "a number")
                ])
            }
        }
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no",
        ]
        if request.method == .head { return Response(status: .ok, headers: headers) }
        guard let subscription = hub.subscribe(to: city.topic, lastEventID: lastEventID) else {
            throw Problem.unavailable("Too many live streams are open.", retryAfter: 15)
        }
        let stream = LiveStream(
            subscription: subscription,
            snapshot: { LiveEvent.liveZones(try await city.service.zones(), sequence: $0) }, limits: limits,
            isStillAdmitted: context.isStillAdmitted, channel: context.channel, logger: context.logger)
        return Response(status: .ok, headers: headers, body: stream.body(for: request))
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID")!
    /// Tells nginx not to hold the stream back.
    static let accelBuffering = HTTPField.Name("X-Accel-Buffering")!
}
