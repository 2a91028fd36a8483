import Foundation
import HTTPTypes
import Hummingbird
import Identity
import Operations

/// Signing in by another service, or linking an account there: away to it, and back.
///
/// Browsers come here by links, so what goes wrong is told by the sign-in page, not by a problem.
struct ProviderRoutes: Sendable {
    private static let cookieSeconds = Int(ProviderFlow.keptSeconds)
    private static let longestPath = 500
    /// What providers send back besides what the flow needs.
    private static let answered: Set<String> = [
        "state", "code", "iss", "error", "error_description", "error_uri", "session_state", "scope", "authuser",
        "prompt",
        "hd",
    ]

    let service: AccountService
    let cookies: SessionCookies

    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/auth/oidc/{provider}/start", .anyone, query: ["next"]) { _, context, query in
            let id = try Self.provider(context)
            let next = Self.path(query.text("next"))
            do {
                guard let beginning = try await service.beginAtProvider(id, next) else {
                    throw Problem.notFound("sign-in service “\(id)”")
                }
                return away(
                    to: beginning.url,
                    cookies: [cookies.beginAtProvider(token: beginning.browser.text, seconds: Self.cookieSeconds)])
            } catch let refusal as ProviderFlow.Refusal {
                return away(to: Self.signInPage(next, refusal))
            }
        }
        routes.get("/api/v1/auth/oidc/{provider}/callback", .anyone, query: Self.answered) { request, context, query in
            let id = try Self.provider(context)
            let answer = ProviderFlow.Answer(
                state: query.text("state") ?? "", code: query.text("code"), issuer: query.text("iss"),
                error: query.text("error"))
            do {
                let outcome = try await service.finishAtProvider(
                    id, answer, cookies.providerToken(in: request), context.visitor(request))
                switch outcome.result {
                case .linked:
                    return away(to: Self.page(outcome.next, note: "oidcLinked"), cookies: [cookies.endAtProvider()])
                case .signedIn(.session(let grant)):
                    return away(
                        to: outcome.next,
                        cookies: cookies.begin(
                            accessToken: grant.accessToken, accessSeconds: Int(grant.expiresInSeconds),
                            refreshToken: grant.refreshToken, refreshSeconds: grant.keptSeconds.map { Int($0) })
                            + [cookies.endAtProvider()])
                case .signedIn(.secondFactor(let challenge)):
                    // Behind `#`, which no log keeps.
                    return away(
                        to: Self.signInPage(outcome.next, nil) + "#challenge=\(challenge)",
                        cookies: [cookies.endAtProvider()])
                }
            } catch let failure as ProviderFlow.Failure {
                let page =
                    failure.isLinking
                    ? Self.page(failure.next, note: failure.refusal.note)
                    : Self.signInPage(failure.next, failure.refusal)
                return away(to: page, cookies: [cookies.endAtProvider()])
            }
        }
    }

    private static func provider(_ context: GridRequestContext) throws -> String {
        try context.parameters.require("provider")
    }

    /// 303: whatever the browser came with, it goes on by GET.
    private func away(to url: String, cookies: [String] = []) -> Response {
        var response = Response(status: .seeOther, headers: [.location: url, .cacheControl: "no-store"])
        for cookie in cookies { response.headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return response
    }

    /// A path of this site and nothing else, whatever was asked for.
    static func path(_ text: String?) -> String {
        guard let text, text.utf8.count <= longestPath, text.hasPrefix("/"), !text.hasPrefix("//"),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return "/" }
        return text
    }

    private static func page(_ path: String, note: String) -> String { "\(path)?note=\(note)" }

    private static func signInPage(_ next: String, _ refusal: ProviderFlow.Refusal?) -> String {
        var items: [URLQueryItem] = next == "/" ? [] : [URLQueryItem(name: "next", value: next)]
        if let refusal { items.append(URLQueryItem(name: "note", value: refusal.note)) }
        var url = URLComponents()
        url.path = "/sign-in"
        if !items.isEmpty { url.queryItems = items }
        return url.string ?? "/sign-in"
    }
}

extension ProviderFlow.Refusal {
    /// By which the page knows what to say.
    fileprivate var note: String {
        switch self {
        case .expired: "oidcExpired"
        case .refusedThere: "oidcRefused"
        case .unavailable: "oidcUnavailable"
        case .notAllowed: "oidcNotAllowed"
        case .otherDomain: "oidcOtherDomain"
        case .taken: "oidcTaken"
        case .linkedAlready: "oidcLinkedAlready"
        case .tooManyLinked: "oidcTooManyLinked"
        case .tooMany: "oidcTooMany"
        }
    }
}
