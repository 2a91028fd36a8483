import HTTPTypes
import Hummingbird
import Identity
import Operations

/// Somebody's authenticator and recovery codes.
struct SecondFactorRoutes: Sendable {
    let service: AccountService
    let input: AccountInput

    func add(to routes: inout RouteTable) {
        routes.post("/api/v1/me/second-factor", .person) { request, context, _ in
            let (confirmation, person) = (try await input.confirmation(request), try context.person)
            let enrolment = try await Problem.refusing {
                try await service.beginSecondFactor(confirmation, person, context.visitor(request))
            }
            return .json { json in
                json.object {
                    $0.field("secret", enrolment.secret)
                    $0.field("uri", enrolment.uri)
                }
            }
        }
        routes.post("/api/v1/me/second-factor/confirm", .person) { request, context, _ in
            let (code, person) = (try await input.text("code", in: request), try context.person)
            return codes(
                try await Problem.refusing {
                    try await service.confirmSecondFactor(code, person, context.visitor(request))
                })
        }
        routes.post("/api/v1/me/second-factor/recovery-codes", .person) { request, context, _ in
            let (confirmation, person) = (try await input.confirmation(request), try context.person)
            return codes(
                try await Problem.refusing {
                    try await service.renewRecoveryCodes(confirmation, person, context.visitor(request))
                })
        }
        routes.post("/api/v1/me/second-factor/disable", .person) { request, context, _ in
            let (confirmation, person) = (try await input.confirmation(request), try context.person)
            try await Problem.refusing {
                try await service.disableSecondFactor(confirmation, person, context.visitor(request))
            }
            return Response(status: .noContent)
        }
    }

    private func codes(_ codes: [RecoveryCode]) -> Response {
        .json { json in json.object { $0.field("recoveryCodes", codes.map(\.text)) } }
    }
}
