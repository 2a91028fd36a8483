public import GridModel

/// Finds invitations by the token of their link: whoever has it belongs to no tenant yet.
public struct InvitationTokens {
    private let connection: any SQLConnection

    /// - Parameter connection: of a `readUnscoped`, `writeUnscoped` or `administer`.
    public init(platform connection: any SQLConnection) {
        self.connection = connection
    }

    /// One that can still be accepted, with its tenant.
    public func open(_ hash: [UInt8], at now: Timestamp) throws -> (tenant: TenantID, invitation: Invitation)? {
        try connection.firstRow(
            """
            SELECT tenant_id, invitation_id, email, role, invited_by, created_at, expires_at FROM invitations
            WHERE token_hash = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2
            """, [hash.sql, now.sql]
        ) {
            (
                $0.id(0),
                Invitation(
                    id: $0.id(1), email: $0.text(2), role: $0.text(3), invitedBy: $0.optionalID(4),
                    createdAt: $0.timestamp(5), expiresAt: $0.timestamp(6), acceptedAt: nil, revokedAt: nil)
            )
        }
    }

    /// - Returns: whether it could still be accepted.
    public func accept(_ id: InvitationID, of tenant: TenantID, at now: Timestamp) throws -> Bool {
        try connection.run(
            """
            UPDATE invitations SET accepted_at = $3 WHERE tenant_id = $1 AND invitation_id = $2
            AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3
            """, [tenant.sql, id.sql, now.sql]) == 1
    }
}
