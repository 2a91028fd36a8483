import GridModel
import Hummingbird
import Identity
import Operations
import Persistence

/// Who belongs to the tenant.
struct MemberRoutes {
    let limits: GridAPILimits

    func add(to routes: inout RouteTable) {
        routes.get(
            "/api/v1/users", .permission(.usersRead), query: ["search", "role", "limit", "cursor"],
            fields: .items("users")
        ) { _, context, query in
            let filter = MemberFilter(search: query.words("search"), role: query.words("role"))
            let page = query.page(of: "users \(filter)", keys: 1)
            try query.check()
            let found = try await context.service.members.members(
                filter, page.after.map { UserID($0[0]) }, page.limit + 1)
            return page.response("users", found) { [$0.membership.user.rawValue] }
        }
        routes.get("/api/v1/users/{id}", .permission(.usersRead), fields: .whole) { _, context, _ in
            let id = try context.pathIdentifier(UserID.self)
            guard let member = try await context.service.members.member(id) else {
                throw Problem.notFound("user \(id) in this tenant")
            }
            return .json(member)
        }
        routes.put("/api/v1/users/{id}", .permission(.usersWrite)) { request, context, _ in
            let id = try context.pathIdentifier(UserID.self)
            var body = try await request.smallBody(limits)
            let role = body.text("role")
            try body.check()
            guard
                let member = try await refusingMembers({
                    try await context.service.members.changeRole(id, role, context.grantor, request.precondition())
                })
            else { throw Problem.notFound("user \(id) in this tenant") }
            return .json(member)
        }
        routes.delete("/api/v1/users/{id}", .permission(.usersWrite), query: ["revoke"]) { request, context, query in
            let id = try context.pathIdentifier(UserID.self)
            let leftovers: Set<Leftover> = query.choices("revoke") ?? []
            try query.check()
            let isGone = try await refusingMembers {
                try await context.service.members.remove(id, leftovers, context.grantor, request.precondition())
            }
            guard isGone else {
                throw Problem.notFound("user \(id) in this tenant")
            }
            return Response(status: .noContent)
        }
    }
}

extension GridRequestContext {
    /// Who asks, as one who gives or takes away permissions.
    var grantor: Grantor {
        get throws(Problem) {
            guard let access else { throw .internalError }
            return Grantor(actor: try actor, user: access.user, permissions: access.permissions)
        }
    }
}

extension Access {
    /// Nil: no person.
    var user: UserID? {
        if case .user(let id, _) = principal { id } else { nil }
    }
}

/// A refusal to change people, roles, invitations or settings, as a problem.
func refusingMembers<Value>(_ work: () async throws -> Value) async throws -> Value {
    do {
        return try await work()
    } catch let refusal as MemberRefusal {
        switch refusal {
        case .invalid(let faults): throw Problem.unprocessable(faults.map(FieldError.init))
        case .beyondOwnPermissions, .mayNoMore: throw Problem(.forbidden, refusal.description)
        case .tooSoon(let seconds):
            var problem = Problem(.conflict, refusal.description)
            problem.headers[.retryAfter] = String(seconds)
            throw problem
        case .lastAdmin, .isMember, .isInvited, .roleIsTaken, .roleIsInUse, .notOpen, .tooMany:
            throw Problem(.conflict, refusal.description)
        }
    }
}

extension FieldError {
    init(_ fault: FieldFault) {
        self.init(field: fault.field, message: fault.message, expected: fault.expected)
    }
}
