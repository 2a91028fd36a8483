import Hummingbird
import Identity
import Operations

/// The permissions there are, and the roles that are made of them.
struct RoleRoutes {
    let limits: GridAPILimits

    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/permissions", .signedIn) { _, _, _ in
            .json { json in
                json.object {
                    $0.array("permissions", Permission.allCases) { permission, json in
                        json.object {
                            $0.field("name", permission.rawValue)
                            $0.field("meaning", permission.meaning)
                        }
                    }
                }
            }
        }
        routes.get("/api/v1/roles", .permission(.usersRead), fields: .items("roles")) { _, context, _ in
            let roles = try await context.service.members.roles()
            return .json { json in json.object { $0.field("roles", roles) } }
        }
        routes.get("/api/v1/roles/{code}", .permission(.usersRead), fields: .whole) { _, context, _ in
            let code = try context.parameters.require("code")
            guard let role = try await context.service.members.roles().first(where: { $0.code == code }) else {
                throw Problem.notFound("role “\(code.prefix(60))”")
            }
            return .json(role)
        }
        routes.postOnce("/api/v1/roles", .rolesWrite) { request, context, _ in
            var body = try await request.smallBody(limits)
            let (code, name, permissions) = (body.text("code"), body.text("name"), Self.permissions(&body))
            try body.check()
            let role = try await refusingMembers {
                try await context.service.members.createRole(code, name, permissions, context.grantor)
            }
            var response = Response.json(role)
            response.status = .created
            response.headers[.location] = "/api/v1/roles/\(role.code)"
            return response
        }
        routes.put("/api/v1/roles/{code}", .permission(.rolesWrite)) { request, context, _ in
            let code = try context.parameters.require("code")
            var body = try await request.smallBody(limits)
            let (name, permissions) = (body.text("name"), Self.permissions(&body))
            try body.check()
            guard
                let role = try await refusingMembers({
                    try await context.service.members.redefineRole(
                        code, name, permissions, context.grantor, request.precondition())
                })
            else { throw Self.notFound(code) }
            return .json(role)
        }
        routes.delete("/api/v1/roles/{code}", .permission(.rolesWrite)) { request, context, _ in
            let code = try context.parameters.require("code")
            let isGone = try await refusingMembers {
                try await context.service.members.deleteRole(code, context.grantor, request.precondition())
            }
            guard isGone else { throw Self.notFound(code) }
            return Response(status: .noContent)
        }
    }

    private static func notFound(_ code: String) -> Problem {
        Problem.notFound("custom role “\(code.prefix(60))”; the built-in ones stay as they are")
    }

    private static func permissions(_ body: inout JSONBody) -> Set<Permission> {
        var permissions: Set<Permission> = []
        for (index, value) in (body.array("permissions") ?? []).enumerated() {
            if case .string(let name) = value, let permission = Permission(rawValue: name) {
                permissions.insert(permission)
            } else {
                body.refuse(
                    "permissions[\(index)]", "No such permission.",
                    expected: "one of " + Permission.allCases.map(\.rawValue).joined(separator: ", "))
            }
        }
        return permissions
    }
}
