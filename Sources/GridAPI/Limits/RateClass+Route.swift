import HTTPTypes
import Identity

extension RateClass {
    /// What a route's requests are counted as.
    init(method: HTTPRequest.Method, path: String, requirement: Requirement) {
        let isRead = method == .get || method == .head
        if Self.proving.contains(where: path.hasPrefix), !isRead || path.contains("/oidc/") {
            self = .auth
        } else if requirement == .permission(.readingsWrite) {
            self = .ingest
        } else if requirement == .permission(.readingsExport) {
            self = .export
        } else {
            self = isRead ? .read : .write
        }
    }

    /// Paths below which passwords, codes and tokens are tried.
    private static let proving = [
        "/api/v1/auth/", "/api/v1/me/password", "/api/v1/me/second-factor", "/api/v1/me/sessions/",
        "/api/v1/me/identities",
    ]
}
