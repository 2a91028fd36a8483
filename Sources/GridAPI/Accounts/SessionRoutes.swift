import GridModel
import HTTPTypes
import Hummingbird
import Identity
import Operations

/// Beginning, renewing and ending a session.
struct SessionRoutes: Sendable {
    let service: AccountService
    let input: AccountInput
    let delivery: TokenDelivery

    func add(to routes: inout RouteTable) {
        routes.post("/api/v1/auth/login", .anyone) { request, context, _ in
            try SiteOrigin.refuseOthers(request)
            _ = try TokenDelivery.isInBody(request)
            var body = try await input.body(request)
            let (email, password) = (body.text("email"), body.text("password"))
            let isPersistent = body.value("isPersistent") == nil ? false : body.boolean("isPersistent") ?? false
            try body.check()
            let answer = try await signingIn {
                try await service.signIn(email, password, isPersistent, context.visitor(request))
            }
            switch answer {
            case .session(let grant): return try delivery.response(grant, to: request)
            case .secondFactor(let challenge):
                return .json { json in
                    json.object {
                        $0.field("secondFactor", true)
                        $0.field("challenge", challenge)
                    }
                }
            }
        }
        routes.post("/api/v1/auth/login/second-factor", .anyone) { request, context, _ in
            try SiteOrigin.refuseOthers(request)
            _ = try TokenDelivery.isInBody(request)
            var body = try await input.body(request)
            let (challenge, code) = (body.text("challenge"), body.text("code"))
            try body.check()
            let grant = try await signingIn {
                try await service.secondFactor(challenge, code, context.visitor(request))
            }
            return try delivery.response(grant, to: request)
        }
        routes.post("/api/v1/auth/refresh", .anyone) { request, context, _ in
            try SiteOrigin.refuseOthers(request)
            _ = try TokenDelivery.isInBody(request)
            guard let token = try await refreshToken(request) else { throw Problem.unauthorized }
            let grant = try await Problem.refusing { try await service.renew(token, context.visitor(request)) }
            return try delivery.response(grant, to: request)
        }
        routes.post("/api/v1/auth/logout", .anyone) { request, context, _ in
            try SiteOrigin.refuseOthers(request)
            let token = try await refreshToken(request)
            // A credential that cannot be read ends no session; the cookies go all the same.
            let access = (try? Credential(request, delivery.cookies))?.text
            try await service.signOut(token, access, context.visitor(request))
            return delivery.signedOut()
        }
        routes.post("/api/v1/auth/tenant", .person) { request, context, _ in
            _ = try TokenDelivery.isInBody(request)
            var body = try await input.body(request)
            let number = body.number("tenantId").flatMap { Int64(exactly: $0) }
            if let number, number < 1 { body.refuse("tenantId", "Not a tenant.", expected: "an integer of at least 1") }
            try body.check()
            guard let number else {
                throw Problem.unprocessable([
                    FieldError(field: "tenantId", message: "Not a whole number.", expected: "an integer of at least 1")
                ])
            }
            let person = try context.person
            let grant = try await Problem.refusing {
                try await service.chooseTenant(TenantID(number), person, context.visitor(request))
            }
            return try delivery.response(grant, to: request)
        }
        routes.post("/api/v1/auth/invitation/accept", .person) { request, context, _ in
            _ = try TokenDelivery.isInBody(request)
            let (token, person) = (try await input.text("token", in: request), try context.person)
            let grant = try await Problem.refusing {
                try await service.acceptInvitation(token, person, context.visitor(request))
            }
            return try delivery.response(grant, to: request)
        }
    }

    /// Of the body, or the cookie.
    private func refreshToken(_ request: Request) async throws -> String? {
        guard var body = try await input.optionalBody(request) else {
            return delivery.cookies.refreshToken(in: request)
        }
        let token = body.text("refreshToken", isRequired: false)
        try body.check()
        return token.isEmpty ? delivery.cookies.refreshToken(in: request) : token
    }

    /// A refusal that says nothing of what was wrong.
    private func signingIn<Answer>(_ answer: () async throws -> Answer) async throws -> Answer {
        do {
            return try await Problem.refusing(answer)
        } catch let problem as Problem where problem.kind == .unauthorized {
            throw Problem.wrongSignIn
        }
    }
}

extension Problem {
    /// A sign-in that is wrong in some part; which, is told to nobody.
    static let wrongSignIn: Problem = {
        var problem = Problem(.unauthorized, "The e-mail address, the password or the code is wrong.")
        problem.headers[.wwwAuthenticate] = "Bearer realm=\"urbangrid\""
        return problem
    }()
}
