import HTTPTypes
import Hummingbird
import Identity
import Operations
import Persistence

/// What somebody sees and changes of their own account.
struct OwnAccountRoutes: Sendable {
    let service: AccountService
    let input: AccountInput

    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/me", .person) { _, context, _ in
            let person = try context.person
            return .json(try await Problem.refusing { try await service.profile(person) })
        }
        routes.put("/api/v1/me", .person) { request, context, _ in
            let (name, person) = (try await input.text("name", in: request), try context.person)
            return .json(
                try await Problem.refusing { try await service.rename(name, person, context.visitor(request)) })
        }
        routes.post("/api/v1/me/password", .person) { request, context, _ in
            var body = try await input.body(request)
            let (current, new) = (body.text("currentPassword"), body.text("newPassword"))
            try body.check()
            let person = try context.person
            try await Problem.refusing {
                try await service.changePassword(current, new, person, context.visitor(request))
            }
            return Response(status: .noContent)
        }
        routes.get("/api/v1/me/sessions", .person) { _, context, _ in
            let person = try context.person
            let sessions = try await Problem.refusing { try await service.sessions(person) }
            return .json { json in
                json.object { json in
                    json.array("sessions", sessions) { session, json in
                        session.write(
                            to: &json, isCurrent: person.principal == .user(session.user, session: session.id))
                    }
                }
            }
        }
        routes.post("/api/v1/me/sessions/end-others", .person) { request, context, _ in
            let (confirmation, person) = (try await input.confirmation(request), try context.person)
            _ = try await Problem.refusing {
                try await service.endOtherSessions(confirmation, person, context.visitor(request))
            }
            return Response(status: .noContent)
        }
        routes.post("/api/v1/me/sessions/{id}/end", .person) { request, context, _ in
            let (confirmation, person) = (try await input.confirmation(request), try context.person)
            let id = try context.parameters.require("id")
            let wasOpen = try await Problem.refusing {
                try await service.endSession(
                    SessionID(rawValue: String(id.prefix(64))), confirmation, person, context.visitor(request))
            }
            guard wasOpen else { throw Problem.notFound("open session of yours with this id") }
            return Response(status: .noContent)
        }
    }
}
