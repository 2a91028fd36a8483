public import GridModel
public import Identity

public enum InvitationTag {}
public typealias InvitationID = Identifier<InvitationTag>

/// That somebody was asked to join a tenant.
public struct Invitation: Hashable, Sendable {
    public let id: InvitationID
    /// In lower case.
    public let email: String
    public let role: String
    public let invitedBy: UserID?
    public let createdAt: Timestamp
    public let expiresAt: Timestamp
    public let acceptedAt: Timestamp?
    public let revokedAt: Timestamp?

    public init(
        id: InvitationID, email: String, role: String, invitedBy: UserID?, createdAt: Timestamp, expiresAt: Timestamp,
        acceptedAt: Timestamp?, revokedAt: Timestamp?
    ) {
        self.id = id
        self.email = email
        self.role = role
        self.invitedBy = invitedBy
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.acceptedAt = acceptedAt
        self.revokedAt = revokedAt
    }

    /// Whether it can still be accepted.
    public func isOpen(at now: Timestamp) -> Bool { acceptedAt == nil && revokedAt == nil && expiresAt > now }
}

/// A tenant's invitations. Of the token that a link carries, only the hash is kept.
public struct InvitationRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// Newest first.
    /// - Parameter now: what their states are looked at for.
    public func list(
        _ filter: InvitationFilter = InvitationFilter(), at now: Timestamp, before: InvitationID?, limit: Int
    ) throws -> [Invitation] {
        var conditions = SQLConditions("tenant_id", session.tenant)
        conditions.add(filter.state, at: now)
        conditions.add("invited_by =", filter.invitedBy)
        conditions.add("invitation_id <", before)
        let count = conditions.parameter(limit)
        return try session.connection.rows(
            Self.select + conditions.sql + " ORDER BY invitation_id DESC LIMIT " + count, conditions.arguments,
            Self.invitation)
    }

    public func invitation(_ id: InvitationID) throws -> Invitation? {
        try session.connection.firstRow(
            Self.select + " WHERE tenant_id = $1 AND invitation_id = $2", [session.tenant, id.sql], Self.invitation)
    }

    /// Of those that can still be accepted.
    public func open(email: String, at now: Timestamp) throws -> Invitation? {
        try session.connection.firstRow(
            Self.select + Self.whereOpen + " AND email = $3", [session.tenant, now.sql, email.sql], Self.invitation)
    }

    public func countOpen(at now: Timestamp) throws -> Int {
        try session.connection.firstRow(
            "SELECT COUNT(*) FROM invitations" + Self.whereOpen, [session.tenant, now.sql]
        ) { $0.int(0) } ?? 0
    }

    public func countOpen(role: String, at now: Timestamp) throws -> Int {
        try session.connection.firstRow(
            "SELECT COUNT(*) FROM invitations" + Self.whereOpen + " AND role = $3",
            [session.tenant, now.sql, role.sql]
        ) { $0.int(0) } ?? 0
    }

    public func insert(
        email: String, role: String, tokenHash: [UInt8], invitedBy: UserID?, at now: Timestamp, expiresAt: Timestamp
    ) throws -> Invitation {
        let id = try IdentifierCounter(session: session).next("invitation", as: InvitationID.self)
        try session.connection.run(
            """
            INSERT INTO invitations (tenant_id, invitation_id, email, role, token_hash, invited_by, created_at,
                expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                session.tenant, id.sql, email.sql, role.sql, tokenHash.sql, invitedBy.sql, now.sql, expiresAt.sql,
            ])
        return Invitation(
            id: id, email: email, role: role, invitedBy: invitedBy, createdAt: now, expiresAt: expiresAt,
            acceptedAt: nil, revokedAt: nil)
    }

    /// The link that was sent before is good no more.
    public func renew(_ id: InvitationID, tokenHash: [UInt8], expiresAt: Timestamp) throws {
        try session.connection.run(
            "UPDATE invitations SET token_hash = $3, expires_at = $4 WHERE tenant_id = $1 AND invitation_id = $2",
            [session.tenant, id.sql, tokenHash.sql, expiresAt.sql])
    }

    public func revoke(_ id: InvitationID, at now: Timestamp) throws {
        try session.connection.run(
            "UPDATE invitations SET revoked_at = $3 WHERE tenant_id = $1 AND invitation_id = $2",
            [session.tenant, id.sql, now.sql])
    }

    private static let select: SQL = """
        SELECT invitation_id, email, role, invited_by, created_at, expires_at, accepted_at, revoked_at FROM invitations
        """
    private static let whereOpen: SQL =
        " WHERE tenant_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2"

    private static func invitation(_ row: any SQLRow) -> Invitation {
        Invitation(
            id: row.id(0), email: row.text(1), role: row.text(2), invitedBy: row.optionalID(3),
            createdAt: row.timestamp(4), expiresAt: row.timestamp(5), acceptedAt: row.optionalTimestamp(6),
            revokedAt: row.optionalTimestamp(7))
    }
}
