import HTTPTypes
import Hummingbird

/// Tells requests of this site's own pages from those that another site made a browser send (CSRF).
///
/// `SameSite=Strict` keeps the cookies from other sites already; this holds where a sibling host of the same site is
/// not to be trusted, and in browsers that ignore the attribute.
enum SiteOrigin {
    /// - Throws: 403 for a request that changes something and does not come from this site.
    static func refuseOthers(_ request: Request) throws(Problem) {
        if request.method == .get || request.method == .head { return }
        guard let authority = request.head.authority?.lowercased() else { throw other }
        if let origin = request.headers[.origin] {
            guard ["http://\(authority)", "https://\(authority)"].contains(origin.lowercased()) else { throw other }
        } else if let site = request.headers[.fetchSite] {
            guard site == "same-origin" || site == "none" else { throw other }
        }
    }

    private static let other = Problem(.forbidden, "Requests from other origins are refused.")
}
