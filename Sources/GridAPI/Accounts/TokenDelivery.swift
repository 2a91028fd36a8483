import HTTPTypes
import Hummingbird
import Operations

/// Hands out tokens: to browsers in cookies that no script can read, to programs that ask for it in the body.
struct TokenDelivery: Sendable {
    let cookies: SessionCookies

    /// Whether the tokens go into the body: `X-Token-Delivery: body`.
    /// - Throws: 400 for another word than `body` and `cookie`.
    static func isInBody(_ request: Request) throws(Problem) -> Bool {
        switch request.headers[.tokenDelivery]?.lowercased() {
        case nil, "cookie": return false
        case "body": return true
        default:
            throw .parameters([
                FieldError(field: "X-Token-Delivery", message: "Not known.", expected: "body or cookie")
            ])
        }
    }

    func response(_ grant: SessionGrant, to request: Request) throws(Problem) -> Response {
        let isInBody = try Self.isInBody(request)
        var response = Response.json { json in
            json.object {
                $0.field("accessToken", isInBody ? grant.accessToken : nil)
                $0.field("refreshToken", isInBody ? grant.refreshToken : nil)
                $0.field("expiresIn", grant.expiresInSeconds)
                grant.profile.writeMembers(to: &$0)
            }
        }
        guard !isInBody else { return response }
        let headers = cookies.begin(
            accessToken: grant.accessToken, accessSeconds: Int(grant.expiresInSeconds),
            refreshToken: grant.refreshToken, refreshSeconds: grant.keptSeconds.map { Int($0) })
        for header in headers { response.headers.append(HTTPField(name: .setCookie, value: header)) }
        return response
    }

    /// Nothing, and the cookies gone.
    func signedOut() -> Response {
        var response = Response(status: .noContent)
        for header in cookies.end() { response.headers.append(HTTPField(name: .setCookie, value: header)) }
        return response
    }
}

extension HTTPField.Name {
    static let tokenDelivery = HTTPField.Name("X-Token-Delivery")!
}
