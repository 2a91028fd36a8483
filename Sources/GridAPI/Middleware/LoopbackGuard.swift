import HTTPTypes
import Hummingbird

/// Keeps pages of other sites away while there are no accounts.
///
/// A page of another site can make a browser send requests to this machine. With its own name
/// pointed at 127.0.0.1 (DNS rebinding) it could even read the answers: so only requests that
/// name this machine are answered. It can always send a form: so writes from other origins are
/// refused.
struct LoopbackGuard: RouterMiddleware {
    typealias Context = GridRequestContext

    private static let names: Set<String> = ["localhost", "127.0.0.1", "[::1]"]

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, Self.names.contains(Self.host(authority)) else {
            throw Problem(.misdirectedRequest, "This server answers to localhost only.")
        }
        if request.method != .get, request.method != .head { try refuseOtherOrigins(request, authority: authority) }
        return try await next(request, context)
    }

    private func refuseOtherOrigins(_ request: Request, authority: String) throws {
        var isOwn = true
        if let origin = request.headers[.origin] {
            isOwn = ["http://\(authority)", "https://\(authority)"].contains(origin.lowercased())
        } else if let site = request.headers[.fetchSite] {
            isOwn = site == "same-origin" || site == "none"
        }
        guard isOwn else { throw Problem(.forbidden, "Requests from other origins are refused.") }
    }

    /// The host without its port, in lower case; empty when the port is no number.
    private static func host(_ authority: String) -> String {
        let lowered = authority.lowercased()
        let nameEnd = lowered.lastIndex(of: "]").map { lowered.index(after: $0) } ?? lowered.startIndex
        guard let colon = lowered[nameEnd...].firstIndex(of: ":") else { return lowered }
        let port = lowered[lowered.index(after: colon)...]
        guard UInt16(port) != nil, !port.hasPrefix("+") else { return "" }
        return String(lowered[..<colon])
    }
}
