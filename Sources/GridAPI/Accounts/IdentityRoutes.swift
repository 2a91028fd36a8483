import HTTPTypes
import Hummingbird
import Identity
import Operations

/// The accounts at other services that open somebody's own: what there is, one more, one less.
struct IdentityRoutes: Sendable {
    let service: AccountService
    let input: AccountInput
    let cookies: SessionCookies

    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/me/identities", .person) { _, context, _ in
            let person = try context.person
            let identities = try await Problem.refusing { try await service.identities(person) }
            return .json { json in json.object { $0.field("identities", identities) } }
        }
        routes.post("/api/v1/me/identities", .person) { request, context, _ in
            var body = try await input.body(request)
            let (provider, confirmation) = (body.text("provider"), AccountInput.confirmation(&body))
            try body.check()
            let person = try context.person
            do {
                let beginning = try await Problem.refusing {
                    try await service.beginLinking(provider, confirmation, person, context.visitor(request))
                }
                var response = Response.json { json in json.object { $0.field("url", beginning.url) } }
                response.headers.append(
                    HTTPField(
                        name: .setCookie,
                        value: cookies.beginAtProvider(
                            token: beginning.browser.text, seconds: Int(ProviderFlow.keptSeconds))))
                return response
            } catch is ProviderFlow.Refusal {
                throw Problem.unavailable("The service cannot be reached at the moment: try again later.")
            }
        }
        routes.post("/api/v1/me/identities/{id}/unlink", .person) { request, context, _ in
            let (confirmation, person) = (try await input.confirmation(request), try context.person)
            let id = String(try context.parameters.require("id").prefix(64))
            let wasTheirs = try await Problem.refusing {
                try await service.unlinkIdentity(id, confirmation, person, context.visitor(request))
            }
            guard wasTheirs else { throw Problem.notFound("linked account of yours with this id") }
            return Response(status: .noContent)
        }
    }
}

extension LinkedIdentity: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", id)
            $0.field("provider", provider?.id)
            $0.field("name", provider?.name ?? issuer)
            $0.field("email", email)
            $0.field("linkedAt", linkedAt)
        }
    }
}
