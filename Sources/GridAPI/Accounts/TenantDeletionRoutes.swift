import GridModel
import Hummingbird
import Identity
import Operations
import Persistence

/// The end of somebody's own tenant: asked for in it, and taken back from their account, as it is not served meanwhile.
struct TenantDeletionRoutes: Sendable {
    let service: AccountService
    let input: AccountInput

    func add(to routes: inout RouteTable) {
        routes.post("/api/v1/tenant/deletion", .permission(.tenantDelete)) { request, context, _ in
            var body = try await input.body(request)
            let (code, password) = (body.text("code"), body.text("password"))
            try body.check()
            let person = try context.person
            let tenant = try await refusing {
                try await service.requestTenantDeletion(code, password, person, context.visitor(request))
            }
            var response = Response.json { json in
                json.object {
                    $0.field("state", tenant.state.rawValue)
                    $0.field("deleteAfter", tenant.deleteAfter)
                }
            }
            response.status = .accepted
            return response
        }
        routes.delete("/api/v1/me/tenants/{id}/deletion", .person) { request, context, _ in
            let (id, person) = (try context.pathIdentifier(TenantID.self), try context.person)
            try await refusing { try await service.withdrawTenantDeletion(id, person, context.visitor(request)) }
            return Response(status: .noContent)
        }
    }

    private func refusing<Answer>(_ answer: () async throws -> Answer) async throws -> Answer {
        do {
            return try await Problem.refusing(answer)
        } catch let refusal as TenantStateRefusal {
            throw Problem(.conflict, refusal.description)
        }
    }
}
