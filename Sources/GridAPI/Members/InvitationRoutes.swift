import GridModel
import Hummingbird
import Identity
import Operations
import Persistence

/// Invitations to the tenant. Accepting one is a route of accounts.
struct InvitationRoutes {
    let limits: GridAPILimits

    func add(to routes: inout RouteTable) {
        routes.get(
            "/api/v1/invitations", .permission(.usersRead), query: ["state", "invitedBy", "limit", "cursor"],
            fields: .items("invitations")
        ) { _, context, query in
            let filter = InvitationFilter(state: query.choice("state"), invitedBy: query.identifier("invitedBy"))
            let page = query.page(of: "invitations \(filter)", keys: 1)
            try query.check()
            let found = try await context.service.members.invitations(
                filter, page.after.map { InvitationID($0[0]) }, page.limit + 1)
            return page.response("invitations", found) { [$0.id.rawValue] }
        }
        routes.postOnce("/api/v1/invitations", .usersWrite) { request, context, _ in
            var body = try await request.smallBody(limits)
            let (email, role) = (body.text("email"), body.text("role"))
            try body.check()
            let invitation = try await refusingMembers {
                try await context.service.members.invite(email, role, context.grantor)
            }
            var response = Response.json(invitation)
            response.status = .created
            return response
        }
        routes.postOnce("/api/v1/invitations/{id}/resend", .usersWrite) { _, context, _ in
            let id = try context.pathIdentifier(InvitationID.self)
            guard
                let invitation = try await refusingMembers({
                    try await context.service.members.resend(id, context.grantor)
                })
            else { throw Problem.notFound("invitation \(id)") }
            return .json(invitation)
        }
        routes.delete("/api/v1/invitations/{id}", .permission(.usersWrite)) { _, context, _ in
            let id = try context.pathIdentifier(InvitationID.self)
            guard try await refusingMembers({ try await context.service.members.revoke(id, context.grantor) }) else {
                throw Problem.notFound("invitation \(id)")
            }
            return Response(status: .noContent)
        }
    }
}
