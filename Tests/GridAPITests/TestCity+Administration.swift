import GridAPI
import GridModel
import Identity
import Operations
import Persistence

extension TestCity {
    static func member(_ id: Int64, role: String = "viewer") -> MemberRecord {
        MemberRecord(
            membership: Membership(user: UserID(id), role: role, createdAt: now, invitedBy: nil),
            account: UserName(
                email: "p\(id)@example.com", name: "Person \(id)", isDisabled: id == 2, hasSecondFactor: id == 1,
                lastSeenAt: id == 1 ? now : nil))
    }

    static func invitation(_ id: Int64) -> Invitation {
        Invitation(
            id: InvitationID(id), email: "new@example.com", role: "viewer", invitedBy: UserID(1), createdAt: now,
            expiresAt: now + 86_400, acceptedAt: id == 2 ? now : nil, revokedAt: id == 3 ? now : nil)
    }

    private static func role(_ code: String, _ name: String, _ permissions: Set<Permission>) -> TenantRole {
        TenantRole(code: code, name: name, isBuiltIn: false, permissions: permissions.sorted(), changedAt: now)
    }

    static let members = MemberService(
        members: { filter, after, limit in
            guard filter.search ?? "example" == "example", filter.role ?? "operator" == "operator" else { return [] }
            return (1...3).filter { $0 > after?.rawValue ?? 0 }.prefix(limit).map { member($0) }
        },
        member: { $0.rawValue <= 3 ? member($0.rawValue) : nil },
        changeRole: { id, role, grantor, precondition in
            if role == "admin", !grantor.permissions.contains(.tenantDelete) {
                throw MemberRefusal.beyondOwnPermissions("tenant.delete")
            }
            if id == UserID(1) { throw MemberRefusal.lastAdmin }
            if id.rawValue <= 3 { try precondition(member(id.rawValue)) }
            return id.rawValue <= 3 ? member(id.rawValue, role: role) : nil
        },
        remove: { id, leftovers, _, precondition in
            guard leftovers.isEmpty || leftovers == [.apiKeys, .invitations] else { return false }
            if id.rawValue <= 3 { try precondition(member(id.rawValue)) }
            return id.rawValue <= 3
        },
        roles: {
            [
                TenantRole(
                    code: "viewer", name: "Viewer", isBuiltIn: true, permissions: [.gridRead], changedAt: nil),
                role("planner", "Planner", [.gridRead]),
            ]
        },
        createRole: { code, name, permissions, _ in
            if code == "viewer" { throw MemberRefusal.roleIsTaken(code) }
            return role(code, name, permissions)
        },
        redefineRole: { code, name, permissions, _, precondition in
            guard code == "planner" else { return nil }
            try precondition(role("planner", "Planner", [.gridRead]))
            return role(code, name, permissions)
        },
        deleteRole: { code, _, precondition in
            if code == "used" { throw MemberRefusal.roleIsInUse(members: 2, invitations: 1) }
            guard code == "planner" else { return false }
            try precondition(role("planner", "Planner", [.gridRead]))
            return true
        },
        invitations: { filter, before, limit in
            guard filter.state ?? .open == .open, filter.invitedBy ?? UserID(1) == UserID(1) else { return [] }
            return [3, 2, 1].filter { $0 < before?.rawValue ?? 9 }.prefix(limit).map { invitation($0) }
        },
        invite: { email, _, _ in
            guard email.contains("@") else {
                throw MemberRefusal.invalid([
                    FieldFault(field: "email", message: "Not an e-mail address.", expected: "such as a@b.example")
                ])
            }
            return invitation(1)
        },
        resend: { id, _ in
            if id == InvitationID(2) { throw MemberRefusal.tooSoon(30) }
            return id == InvitationID(1) ? invitation(1) : nil
        },
        revoke: { id, _ in id == InvitationID(1) })

    static let settings = SettingsService(
        settings: {
            TenantSettings(name: "Fontana", timeZone: "America/Los_Angeles", locale: "en-US", currency: "USD")
        },
        set: { settings, _, precondition in
            try precondition(
                TenantSettings(name: "Fontana", timeZone: "America/Los_Angeles", locale: "en-US", currency: "USD"))
            if settings.timeZone == "UTC" { throw TimeZoneIsSettled(timeZone: "America/Los_Angeles") }
            guard settings.faults.isEmpty else { throw MemberRefusal.invalid(settings.faults) }
            return settings
        })

    static func auditEntry(_ number: Int64) -> AuditEntry {
        AuditEntry(
            number: number, at: now,
            event: AuditEvent(
                actor: Actor(kind: .user, id: "1", name: "ada@example.com", address: "192.0.2.1", requestID: "r"),
                action: "role.create", objectKind: "role", objectID: "planner",
                before: number == 1 ? nil : "{}", after: #"{"name":"Planner"}"#),
            following: AuditEntry.origin)
    }

    static let audit = AuditService(
        list: { _, before, limit in
            [3, 2, 1].filter { $0 < before ?? 9 }.prefix(limit).map {
                NamedAuditEntry(entry: auditEntry($0), objectName: "Planner")
            }
        },
        export: { _, format in
            ReadingsExport(
                fileName: "audit-x.\(format.rawValue)", contentType: "text/csv", isPacked: false, isMadeOnDisk: false
            ) { sink, _ in try await sink(Array("number\n".utf8)) }
        },
        verify: { expected in
            AuditVerification(
                entries: 2, head: AuditHead(number: 2, hash: auditEntry(2).hash), notedThrough: 0,
                fault: expected == nil ? nil : .init(number: 3, kind: .truncated))
        })

    static func tenant(_ id: Int64, _ state: TenantState = .active) -> TenantRecord {
        TenantRecord(
            tenant: Tenant(
                id: TenantID(id), code: "t\(id)", name: "Town \(id)", timeZone: "UTC", locale: "en-GB",
                currency: "EUR", state: state), createdAt: now, stateChangedAt: state == .active ? nil : now,
            deleteAfter: state == .deleting ? now + 86_400 : nil)
    }

    static let platform = PlatformService(
        tenants: { after, limit in (1...3).filter { $0 > after?.rawValue ?? 0 }.prefix(limit).map { tenant($0) } },
        create: { draft, admin, _ in
            if admin == "nobody" {
                throw MemberRefusal.invalid([
                    FieldFault(field: "adminEmail", message: "Not an address.", expected: "one")
                ])
            }
            if draft == TenantDraft(code: "taken", name: "T", timeZone: "UTC", locale: "en-GB", currency: "EUR") {
                throw TenantError.codeIsTaken("taken")
            }
            return tenant(4)
        },
        change: { id, change, _ in
            guard id.rawValue <= 3 else { return nil }
            switch change {
            case .suspend:
                if id == TenantID(2) { throw TenantStateRefusal.isBeingDeleted }
                return tenant(id.rawValue, .suspended)
            case .resume: return tenant(id.rawValue)
            case .delete: return tenant(id.rawValue, .deleting)
            }
        }, audit: audit,
        outbox: { before, limit, _ in
            (1...3).reversed().filter { $0 < before?.rawValue ?? .max }.prefix(limit).map { mail($0) }
        })

    /// The third waits, after an attempt that failed.
    private static func mail(_ id: Int64) -> OutboxRepository.Entry {
        OutboxRepository.Entry(
            id: MailID(id), mail: OutgoingMail(recipient: "a@b.example", subject: "Mail \(id)", body: "Line.\n"),
            createdAt: now, sentAt: id == 3 ? nil : now, attempts: 1, error: id == 3 ? "Nobody answers." : nil)
    }
}
