import HTTPTypes
import Hummingbird
import Identity
import Operations

/// Making an account, and coming back to one whose password is forgotten.
struct RegistrationRoutes: Sendable {
    let service: AccountService
    let input: AccountInput

    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/auth/settings", .anyone) { _, _, _ in .json(service.settings) }
        routes.post("/api/v1/auth/register", .anyone) { request, context, _ in
            try SiteOrigin.refuseOthers(request)
            var body = try await input.body(request)
            let invitation = body.text("invitation", isRequired: false)
            let draft = NewAccount(
                email: body.text("email"), name: body.text("name"), password: body.text("password"),
                invitation: invitation.isEmpty ? nil : invitation)
            try body.check()
            try await Problem.refusing { try await service.register(draft, context.visitor(request)) }
            return Response(status: .accepted)
        }
        routes.post("/api/v1/auth/verify-email", .anyone) { request, context, _ in
            try SiteOrigin.refuseOthers(request)
            let token = try await input.text("token", in: request)
            try await Problem.refusing { try await service.verifyEmail(token, context.visitor(request)) }
            return Response(status: .noContent)
        }
        routes.post("/api/v1/auth/verify-email/resend", .anyone) { request, _, _ in
            try SiteOrigin.refuseOthers(request)
            try await service.resendVerification(try await input.text("email", in: request))
            return Response(status: .accepted)
        }
        routes.post("/api/v1/auth/password/forgot", .anyone) { request, context, _ in
            try SiteOrigin.refuseOthers(request)
            try await service.forgotPassword(try await input.text("email", in: request), context.visitor(request))
            return Response(status: .accepted)
        }
        routes.post("/api/v1/auth/password/reset", .anyone) { request, context, _ in
            try SiteOrigin.refuseOthers(request)
            var body = try await input.body(request)
            let (token, password) = (body.text("token"), body.text("password"))
            try body.check()
            try await Problem.refusing { try await service.resetPassword(token, password, context.visitor(request)) }
            return Response(status: .noContent)
        }
        // With a body, so that the token stands in no address: those are kept by proxies and histories.
        routes.post("/api/v1/auth/invitation/preview", .anyone) { request, _, _ in
            try SiteOrigin.refuseOthers(request)
            let token = try await input.text("token", in: request)
            guard let offer = try await service.invitation(token) else {
                throw Problem.notFound("invitation that can still be accepted by this link")
            }
            return .json(offer)
        }
    }
}
