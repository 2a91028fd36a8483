import GridModel
import Hummingbird
import Identity
import Operations
package import Persistence

/// Tenants, as the owner of the installation sees them.
struct PlatformRoutes {
    let limits: GridAPILimits
    let service: PlatformService

    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/platform/tenants", .platformOwner, query: ["limit", "cursor"], fields: .items("tenants")) {
            _, _, query in
            let page = query.page(of: "tenants", keys: 1)
            try query.check()
            let found = try await service.tenants(page.after.map { TenantID($0[0]) }, page.limit + 1)
            return page.response("tenants", found) { [$0.tenant.id.rawValue] }
        }
        routes.post("/api/v1/platform/tenants", .platformOwner) { request, context, _ in
            var body = try await request.smallBody(limits)
            let draft = TenantDraft(
                code: body.text("code"), name: body.text("name"), timeZone: body.text("timeZone"),
                locale: body.text("locale"), currency: body.text("currency"))
            let admin = body.text("adminEmail", isRequired: false)
            try body.check()
            let grantor = Grantor.operating(try context.actor, user: context.access?.user)
            do {
                let made = try await refusingMembers {
                    try await service.create(draft, admin.isEmpty ? nil : admin, grantor)
                }
                var response = Response.json(made)
                response.status = .created
                return response
            } catch TenantError.invalid(let faults) {
                throw Problem.unprocessable(faults.map(FieldError.init))
            } catch let refusal as TenantError {
                throw Problem(.conflict, refusal.description)
            }
        }
        routes.put("/api/v1/platform/tenants/{id}", .platformOwner) { request, context, _ in
            let id = try context.pathIdentifier(TenantID.self)
            let change = try await self.change(request)
            do {
                guard
                    let tenant = try await refusingMembers({
                        try await service.change(id, change, context.actor)
                    })
                else { throw Problem.notFound("tenant \(id)") }
                return .json(tenant)
            } catch let refusal as TenantStateRefusal {
                throw Problem(.conflict, refusal.description)
            }
        }
        routes.get("/api/v1/platform/outbox", .platformOwner, query: ["limit", "cursor"]) { _, context, query in
            let page = query.page(of: "outbox", keys: 1)
            try query.check()
            let found = try await service.outbox(page.after.map { MailID($0[0]) }, page.limit + 1, context.actor)
            return page.response("mails", found) { [$0.id.rawValue] }
        }
        AuditRoutes(limits: limits).add(platform: service.audit, to: &routes)
    }

    private func change(_ request: Request) async throws -> PlatformService.Change {
        var body = try await request.smallBody(limits)
        let state = body.text("state")
        let days = body.value("graceDays")
        var change = PlatformService.Change.resume
        switch TenantState(rawValue: state) {
        case .active: break
        case .suspended: change = .suspend
        case .deleting:
            change = .delete(graceDays: ManageTenants.graceDays)
            if case .number(let number)? = days { change = .delete(graceDays: Int(exactly: number) ?? 0) }
        case nil:
            body.refuse(
                "state", "Not known.", expected: TenantState.allCases.map(\.rawValue).joined(separator: ", "))
        }
        switch days {
        case nil: break
        case .number where state == TenantState.deleting.rawValue: break
        default: body.refuse("graceDays", "Not taken.", expected: "a whole number, with the state deleting")
        }
        try body.check()
        return change
    }
}

extension OutboxRepository.Entry: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", id)
            $0.field("recipient", mail.recipient)
            $0.field("subject", mail.subject)
            $0.field("body", mail.body)
            $0.field("createdAt", createdAt)
            $0.field("sentAt", sentAt)
            $0.field("attempts", attempts)
            $0.field("error", error)
        }
    }
}

extension TenantRecord: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", tenant.id)
            $0.field("code", tenant.code)
            $0.field("name", tenant.name)
            $0.field("timeZone", tenant.timeZone)
            $0.field("locale", tenant.locale)
            $0.field("currency", tenant.currency)
            $0.field("state", state.rawValue)
            $0.field("createdAt", createdAt)
            $0.field("stateChangedAt", stateChangedAt)
            $0.field("deleteAfter", deleteAfter)
        }
    }
}
