public import GridModel

/// An invitation that can still be accepted.
public struct OpenInvitation: Hashable, Sendable {
    public let tenant: TenantID
    public let tenantName: String
    public let invitation: Invitation
}

/// Finds invitations by the token of their link: whoever has it belongs to no tenant yet.
public struct InvitationTokens {
    private let connection: any SQLConnection

    /// - Parameter connection: of a `readUnscoped`, `writeUnscoped` or `administer`.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    /// Of a tenant that is served.
    public func open(_ hash: [UInt8], at now: Timestamp) throws -> OpenInvitation? {
        try connection.firstRow(
            """
            SELECT i.tenant_id, i.invitation_id, i.email, i.role, i.invited_by, i.created_at, i.expires_at, t.name
            FROM invitations i JOIN tenants t ON t.tenant_id = i.tenant_id
            WHERE i.token_hash = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2
            AND t.state = 'active'
            """, [hash.sql, now.sql]
        ) {
            OpenInvitation(
                tenant: $0.id(0), tenantName: $0.text(7),
                invitation: Invitation(
                    id: $0.id(1), email: $0.text(2), role: $0.text(3), invitedBy: $0.optionalID(4),
                    createdAt: $0.timestamp(5), expiresAt: $0.timestamp(6), acceptedAt: nil, revokedAt: nil))
        }
    }

    /// Whether somebody with the address is invited anywhere.
    /// - Parameter email: normalized.
    public func isAnyOpen(for email: String, at now: Timestamp) throws -> Bool {
        try connection.firstRow(
            """
            SELECT 1 FROM invitations i JOIN tenants t ON t.tenant_id = i.tenant_id
            WHERE i.email = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2
            AND t.state = 'active' LIMIT 1
            """, [email.sql, now.sql]
        ) { $0.int(0) } != nil
    }

    /// - Returns: whether it could still be accepted.
    public func accept(_ open: OpenInvitation, at now: Timestamp) throws -> Bool {
        try connection.run(
            """
            UPDATE invitations SET accepted_at = $3 WHERE tenant_id = $1 AND invitation_id = $2
            AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3
            AND EXISTS (SELECT 1 FROM tenants t WHERE t.tenant_id = $1 AND t.state = 'active')
            """, [open.tenant.sql, open.invitation.id.sql, now.sql]) == 1
    }
}
