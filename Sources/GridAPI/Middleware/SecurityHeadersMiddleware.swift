import HTTPTypes
import Hummingbird

/// Tells browsers how little the answers may do.
struct SecurityHeadersMiddleware: RouterMiddleware {
    typealias Context = GridRequestContext

    /// Two years, for every host under the name (OWASP ASVS 5.0, 3.4.1).
    private static let onlySecure = "max-age=63072000; includeSubDomains"

    /// Whether people reach the server by HTTPS; a browser then never goes there without.
    let isSecure: Bool

    /// For pages: everything from this server, no inline script or style, never in a frame.
    static let pagePolicy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        + "frame-ancestors 'none'"
    /// For data: nothing at all.
    static let dataPolicy = "default-src 'none'; frame-ancestors 'none'"

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let isPage = response.headers[.contentType]?.hasPrefix("text/html") == true
        response.headers[.contentSecurityPolicy] = isPage ? Self.pagePolicy : Self.dataPolicy
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.frameOptions] = "DENY"
        response.headers[.referrerPolicy] = "no-referrer"
        response.headers[.openerPolicy] = "same-origin"
        if isSecure { response.headers[.strictTransportSecurity] = Self.onlySecure }
        if response.headers[.resourcePolicy] == nil { response.headers[.resourcePolicy] = "same-origin" }
        response.headers[.permissionsPolicy] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

extension HTTPField.Name {
    static let frameOptions = HTTPField.Name("X-Frame-Options")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
    static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site")!
}
