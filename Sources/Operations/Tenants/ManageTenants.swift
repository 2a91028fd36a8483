package import GridModel
package import Identity
package import Persistence

/// What the owner of the installation does with tenants: lists, suspends, resumes them, and has them deleted.
package struct ManageTenants: Sendable {
    /// How long a tenant that is to be deleted can be taken back, unless another time is given.
    package static let graceDays = 30
    package static let graceRange = 1...365

    private let database: any Database
    private let now: @Sendable () -> Timestamp

    package init(database: any Database, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.now = now
    }

    /// By number.
    package func list(after: TenantID?, limit: Int) async throws -> [TenantRecord] {
        try await database.readUnscoped { try TenantDirectory($0).records(after: after, limit: limit) }
    }

    package func tenant(_ id: TenantID) async throws -> TenantRecord? {
        try await database.readUnscoped { try TenantDirectory($0).record(id) }
    }

    /// Nobody is let in and nothing runs, from the moment that every process has heard of it.
    /// - Returns: nil without such a tenant.
    /// - Throws: `TenantStateRefusal`
    package func suspend(_ id: TenantID, by actor: Actor) async throws -> TenantRecord? {
        try await change(id, to: .suspended, "tenant.suspend", by: actor) { before, _ in
            switch before.state {
            case .active: return
            case .deleting: throw TenantStateRefusal.isBeingDeleted
            // Taking the deletion back would end what the installation's owner decided.
            case .suspended: throw TenantStateRefusal.isSuspended
            }
        }
    }

    /// Takes back a suspension, or a deletion whose period of grace has not passed.
    /// - Returns: nil without such a tenant.
    /// - Throws: `TenantStateRefusal`
    package func resume(_ id: TenantID, by actor: Actor) async throws -> TenantRecord? {
        try await change(id, to: .active, "tenant.resume", by: actor) { _, _ in }
    }

    /// Has the tenant deleted after a period of grace, in which it is not served and can be taken back.
    /// - Parameter graceDays: within `graceRange`.
    /// - Returns: nil without such a tenant.
    /// - Throws: `MemberRefusal.invalid`, `TenantStateRefusal`
    package func delete(_ id: TenantID, graceDays: Int, by actor: Actor) async throws -> TenantRecord? {
        guard Self.graceRange.contains(graceDays) else {
            throw MemberRefusal.invalid([
                FieldFault(field: "graceDays", message: "\(graceDays).", expected: "1 to 365 days")
            ])
        }
        return try await change(id, to: .deleting, "tenant.delete", by: actor, graceDays: graceDays) { before, _ in
            if before.state == .deleting { throw TenantStateRefusal.isBeingDeleted }
        }
    }

    /// As `delete`, asked for by one of the tenant's own people; its log tells of it too.
    /// - Returns: nil without such a tenant.
    /// - Throws: `TenantStateRefusal`
    package func requestDeletion(_ id: TenantID, by actor: Actor) async throws -> TenantRecord? {
        try await change(id, to: .deleting, Self.requested, by: actor, graceDays: Self.graceDays) { before, _ in
            if before.state == .deleting { throw TenantStateRefusal.isBeingDeleted }
        }
    }

    /// Takes back what one of the tenant's own people asked for; what the installation's owner decided stands.
    /// - Returns: nil without such a tenant.
    /// - Throws: `TenantStateRefusal`
    package func withdrawDeletion(_ id: TenantID, by actor: Actor) async throws -> TenantRecord? {
        try await change(id, to: .active, "tenant.withdrawDeletion", by: actor) { before, connection in
            guard before.state == .deleting else { throw TenantStateRefusal.isNotBeingDeleted }
            let last = try AuditRepository(platform: connection).list(
                AuditFilter(action: "tenant.", object: "tenant:\(id)"), before: nil, limit: 1
            ).first
            guard last?.event.action == Self.requested else { throw TenantStateRefusal.isTheOwnersDecision }
        }
    }

    private static let requested = "tenant.requestDeletion"

    private func change(
        _ id: TenantID, to state: TenantState, _ action: String, by actor: Actor, graceDays: Int? = nil,
        _ check: @escaping @Sendable (TenantRecord, any SQLConnection) throws -> Void
    ) async throws -> TenantRecord? {
        let now = now()
        return try await database.writeUnscoped { connection in
            let directory = TenantDirectory(connection)
            guard let before = try directory.record(id) else { return nil }
            try check(before, connection)
            if before.state == .deleting, let moment = before.deleteAfter, moment <= now {
                throw TenantStateRefusal.graceHasPassed
            }
            if before.state == state { return before }
            let deleteAfter = graceDays.map { now + Int64($0) * 86_400 }
            try directory.set(state, of: id, at: now, deleteAfter: deleteAfter)
            var after = ["state": state.rawValue]
            if let deleteAfter { after["deleteAfter"] = deleteAfter.description }
            try connection.auditPlatform(
                action, by: actor, on: "tenant", id, before: ["state": before.state.rawValue], after: after)
            if action == Self.requested {
                try AuditRepository(of: id, connection).add(
                    AuditEvent(actor: actor, action: action, objectKind: "tenant", objectID: id.description), at: now)
            }
            try connection.notify(.identity)
            return try directory.record(id)
        }
    }
}

/// What is asked for does not fit the state of the tenant.
package enum TenantStateRefusal: Error, Hashable, CustomStringConvertible {
    case isBeingDeleted
    case isSuspended
    case graceHasPassed
    case isNotToBeDeletedYet
    case isNotBeingDeleted
    case isTheOwnersDecision

    package var description: String {
        switch self {
        case .isBeingDeleted: "The tenant is being deleted; resume it first."
        case .isSuspended: "The tenant is suspended: ask the owner of this installation."
        case .graceHasPassed: "The period of grace has passed: the tenant's deletion has begun."
        case .isNotToBeDeletedYet: "The tenant is not to be deleted, or its period of grace has not passed."
        case .isNotBeingDeleted: "The tenant is not being deleted."
        case .isTheOwnersDecision: "The owner of this installation had the tenant deleted: ask them."
        }
    }
}
