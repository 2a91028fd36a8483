import HTTPTypes
package import Hummingbird

/// The two cookies of a person's session: no script can read them, and no other site makes a browser send them.
///
/// Over HTTPS the access token's name begins with `__Host-` (RFC 6265bis §4.1.3.2), so that another host of the domain
/// cannot set it; the other two are for some paths alone, so theirs begin with `__Secure-`. No other name is read.
package struct SessionCookies: Sendable {
    /// Paths that take the refresh token; nothing else is ever sent it.
    package static let refreshPath = "/api/v1/auth"
    private static let access = "urbangrid_access"
    private static let refresh = "urbangrid_refresh"
    private static let provider = "urbangrid_provider"
    private static let providerPath = refreshPath + "/oidc"

    /// Whether people reach this server by HTTPS.
    private let isSecure: Bool

    package init(isSecure: Bool) {
        self.isSecure = isSecure
    }

    /// The headers that begin or renew a session.
    /// - Parameters:
    ///   - accessSeconds: how long the access token is good for.
    ///   - refreshSeconds: how long the browser keeps the refresh token; nil: until it is closed.
    package func begin(
        accessToken: String, accessSeconds: Int, refreshToken: String, refreshSeconds: Int?
    ) -> [String] {
        [
            cookie(accessName, accessToken, path: "/", seconds: accessSeconds),
            cookie(refreshName, refreshToken, path: refreshCookiePath, seconds: refreshSeconds),
        ]
    }

    /// The headers that end it.
    package func end() -> [String] {
        [cookie(accessName, "", path: "/", seconds: 0), cookie(refreshName, "", path: refreshCookiePath, seconds: 0)]
    }

    /// What a browser keeps while its person signs in elsewhere. It comes back from another site, so it must be sent then
    /// too (`Lax`), to these paths alone.
    func beginAtProvider(token: String, seconds: Int) -> String {
        cookie(providerName, token, path: Self.providerPath, seconds: seconds, sameSite: "Lax")
    }

    func endAtProvider() -> String {
        cookie(providerName, "", path: Self.providerPath, seconds: 0, sameSite: "Lax")
    }

    func providerToken(in request: Request) -> String? { Self.value(of: providerName, in: request) }

    func accessToken(in request: Request) -> String? { Self.value(of: accessName, in: request) }

    package func refreshToken(in request: Request) -> String? { Self.value(of: refreshName, in: request) }

    private var accessName: String { isSecure ? "__Host-" + Self.access : Self.access }
    private var refreshName: String { isSecure ? "__Secure-" + Self.refresh : Self.refresh }
    private var providerName: String { isSecure ? "__Secure-" + Self.provider : Self.provider }
    private var refreshCookiePath: String { Self.refreshPath }

    private func cookie(
        _ name: String, _ value: String, path: String, seconds: Int?, sameSite: String = "Strict"
    ) -> String {
        "\(name)=\(value); Path=\(path); HttpOnly; SameSite=\(sameSite)" + (isSecure ? "; Secure" : "")
            + (seconds.map { "; Max-Age=\($0)" } ?? "")
    }

    private static func value(of name: String, in request: Request) -> String? {
        for header in request.headers[values: .cookie] {
            for pair in header.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, !parts[1].isEmpty else { continue }
                if parts[0].drop(while: { $0 == " " }) == name { return String(parts[1]) }
            }
        }
        return nil
    }
}
