import HTTPTypes
import Hummingbird

/// Answers only to the names and the address that this server is known by, and takes changes from no other site's page.
///
/// A page of another site can make a browser send requests here. With its own name pointed at this machine (DNS
/// rebinding) it could even read the answers: so a request that names another host is refused. It can always send a
/// form: so what comes from another origin is refused when it changes something, signed in or not (a login, too: nobody
/// is to be signed in as somebody else by a page they look at); unless some tenant allows the origin and the request
/// has a credential of its own, in a header that no page can make a browser add unasked.
struct HostGuard: RouterMiddleware {
    typealias Context = GridRequestContext

    private static let local: Set<String> = ["localhost", "127.0.0.1", "[::1]"]
    /// Asked for by load balancers, which name an address. They tell nothing.
    private static let open: Set<String> = ["/health", "/ready"]

    private let names: Set<String>
    private let crossOrigin: CrossOriginPolicy

    /// - Parameter listening: an address of this machine is no name that somebody could point at it; all of them are none.
    init(
        _ address: PublicAddress?, listening: ListenAddress = .thisMachine, crossOrigin: CrossOriginPolicy
    ) {
        self.crossOrigin = crossOrigin
        names = Self.local.union([address?.host, listening.isEvery ? nil : listening.host].compactMap(\.self))
    }

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        // A request that names nobody is none of HTTP/1.1 (RFC 9112 §3.2).
        guard let authority = request.head.authority,
            names.contains(Self.host(authority)) || Self.open.contains(request.uri.path)
        else { throw Problem(.misdirectedRequest, "This server does not answer to this name.") }
        if try await !isAllowedElsewhere(request) { try SiteOrigin.refuseOthers(request) }
        return try await next(request, context)
    }

    private func isAllowedElsewhere(_ request: Request) async throws -> Bool {
        guard request.headers[.authorization] != nil, let origin = request.headers[.origin] else { return false }
        return try await crossOrigin.allows(origin, nil)
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
