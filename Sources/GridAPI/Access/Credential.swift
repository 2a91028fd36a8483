import Foundation
import Hummingbird

/// What a request shows to say who sends it. Never logged.
package enum Credential: Hashable, Sendable {
    /// `Authorization: Bearer …`: an access token or an API key.
    case bearer(String)
    /// The access token in this site's own cookie, as browsers send it unasked.
    case cookie(String)

    package var text: String {
        switch self {
        case .bearer(let text), .cookie(let text): text
        }
    }

    private static let mostCharacters = 4096

    /// - Returns: nil when the request shows nothing.
    /// - Throws: 401 when what it shows cannot be read.
    ///
    /// Besides `Bearer` (RFC 6750): `Token` as InfluxDB 2 clients send it, and `Basic` (RFC 7617) with an API key as
    /// password, as InfluxDB 1 clients do. A credential is never taken from the query, which ends up in logs.
    init?(_ request: Request, _ cookies: SessionCookies) throws(Problem) {
        if let credential = try Self.header(of: request) {
            self = credential
        } else if let token = cookies.accessToken(in: request) {
            guard token.utf8.count <= Self.mostCharacters else { throw .unauthorized }
            self = .cookie(token)
        } else {
            return nil
        }
    }

    /// What the `Authorization` header shows; nil without one.
    static func header(of request: Request) throws(Problem) -> Credential? {
        guard let header = request.headers[.authorization] else { return nil }
        guard header.utf8.count <= Self.mostCharacters else { throw .unauthorized }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { throw .unauthorized }
        let value = parts[1].drop { $0 == " " }
        switch parts[0].lowercased() {
        case "bearer", "token": return .bearer(String(value))
        case "basic":
            guard let data = Data(base64Encoded: String(value)),
                let pair = String(validating: data, as: UTF8.self), let colon = pair.firstIndex(of: ":")
            else { throw .unauthorized }
            return .bearer(String(pair[pair.index(after: colon)...]))
        default: throw .unauthorized
        }
    }
}
