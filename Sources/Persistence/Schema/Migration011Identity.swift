extension Migration {
    /// Accounts, who belongs to which tenant, sessions, keys, the audit log.
    ///
    /// Tables without `tenant_id` belong to the platform: only its own transactions see them. Secrets are stored as
    /// SHA-256 of what was handed out (`…_hash`), or sealed with the installation's key (`sealed_…`).
    static let identity = Migration(version: 11, name: "accounts, roles, keys, audit") { dialect in
        accountTables(dialect) + membershipTables(dialect) + keyTables(dialect) + auditTables(dialect)
            + tenantColumns()
    }

    private static func accountTables(_ dialect: Dialect) -> [SQL] {
        let bytes = column(dialect)
        return [
            """
            CREATE TABLE users (
                user_id BIGINT PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, password_hash TEXT,
                password_changed_at BIGINT, email_verified_at BIGINT, is_platform_owner BIGINT NOT NULL
                CHECK (is_platform_owner IN (0, 1)), sealed_totp_secret
            """ + bytes + """
                    , totp_confirmed_at BIGINT, totp_last_step BIGINT,
                    created_at BIGINT NOT NULL, disabled_at BIGINT)
                """,
            "CREATE TABLE recovery_codes (user_id BIGINT NOT NULL, code_hash " + bytes + """
                    NOT NULL, used_at BIGINT, PRIMARY KEY (user_id, code_hash))
                """,
            """
            CREATE TABLE external_identities (
                issuer TEXT NOT NULL, subject TEXT NOT NULL, user_id BIGINT NOT NULL, created_at BIGINT NOT NULL,
                PRIMARY KEY (issuer, subject))
            """,
            """
            CREATE TABLE sessions (
                session_id TEXT PRIMARY KEY, user_id BIGINT NOT NULL, active_tenant_id BIGINT, refresh_hash
            """ + bytes + """
                    NOT NULL, method TEXT NOT NULL, second_factor_at BIGINT, is_persistent BIGINT NOT NULL,
                    address TEXT NOT NULL, user_agent TEXT NOT NULL, created_at BIGINT NOT NULL, last_used_at BIGINT NOT NULL,
                    expires_at BIGINT NOT NULL, ended_at BIGINT, end_reason TEXT)
                """,
            "CREATE INDEX sessions_by_user ON sessions (user_id, ended_at)",
            "CREATE INDEX sessions_by_expiry ON sessions (expires_at)",
            "CREATE TABLE used_refresh_tokens (session_id TEXT NOT NULL, refresh_hash " + bytes + """
                    NOT NULL, used_at BIGINT NOT NULL, PRIMARY KEY (session_id, refresh_hash))
                """,
            "CREATE TABLE one_time_tokens (token_hash " + bytes + """
                    PRIMARY KEY, purpose TEXT NOT NULL, user_id BIGINT, document TEXT NOT NULL, created_at BIGINT NOT NULL,
                    expires_at BIGINT NOT NULL, attempts BIGINT NOT NULL)
                """,
            "CREATE INDEX one_time_tokens_by_user ON one_time_tokens (user_id, purpose)",
            "CREATE INDEX one_time_tokens_by_expiry ON one_time_tokens (expires_at)",
            """
            CREATE TABLE failed_sign_ins (
                subject TEXT PRIMARY KEY, failures BIGINT NOT NULL, last_failed_at BIGINT NOT NULL,
                blocked_until BIGINT NOT NULL)
            """,
            "CREATE TABLE signing_keys (key_id TEXT PRIMARY KEY, sealed_private_key " + bytes + """
                    NOT NULL, created_at BIGINT NOT NULL, retired_at BIGINT)
                """,
            """
            CREATE TABLE outbox (
                mail_id BIGINT PRIMARY KEY, recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,
                created_at BIGINT NOT NULL, sent_at BIGINT, attempts BIGINT NOT NULL, next_attempt_at BIGINT NOT NULL,
                error TEXT)
            """,
            "CREATE INDEX outbox_by_attempt ON outbox (sent_at, next_attempt_at)",
        ]
    }

    private static func membershipTables(_ dialect: Dialect) -> [SQL] {
        let bytes = column(dialect)
        return [
            """
            CREATE TABLE memberships (
                tenant_id BIGINT NOT NULL, user_id BIGINT NOT NULL, role TEXT NOT NULL, created_at BIGINT NOT NULL,
                invited_by BIGINT, PRIMARY KEY (tenant_id, user_id))
            """,
            "CREATE INDEX memberships_by_user ON memberships (user_id)",
            """
            CREATE TABLE roles (
                tenant_id BIGINT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, permissions TEXT NOT NULL,
                created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, PRIMARY KEY (tenant_id, code))
            """,
            """
            CREATE TABLE invitations (
                tenant_id BIGINT NOT NULL, invitation_id BIGINT NOT NULL, email TEXT NOT NULL, role TEXT NOT NULL,
                token_hash
            """ + bytes + """
                    NOT NULL, invited_by BIGINT, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
                    accepted_at BIGINT, revoked_at BIGINT, PRIMARY KEY (tenant_id, invitation_id))
                """,
            "CREATE INDEX invitations_by_token ON invitations (token_hash)",
        ]
    }

    private static func keyTables(_ dialect: Dialect) -> [SQL] {
        let bytes = column(dialect)
        return [
            """
            CREATE TABLE api_keys (
                tenant_id BIGINT NOT NULL, key_id BIGINT NOT NULL, name TEXT NOT NULL, secret_hash
            """ + bytes + """
                    NOT NULL, secret_hint TEXT NOT NULL, scopes TEXT NOT NULL, allowed_addresses TEXT NOT NULL,
                    requests_per_minute BIGINT, monthly_quota BIGINT, created_by TEXT NOT NULL, created_at BIGINT NOT NULL,
                    expires_at BIGINT, revoked_at BIGINT, last_used_at BIGINT, replaced_by BIGINT,
                    PRIMARY KEY (tenant_id, key_id))
                """,
            """
            CREATE TABLE api_key_use (
                tenant_id BIGINT NOT NULL, key_id BIGINT NOT NULL, hour_start BIGINT NOT NULL, requests BIGINT NOT NULL,
                refused BIGINT NOT NULL, PRIMARY KEY (tenant_id, key_id, hour_start))
            """,
            """
            CREATE TABLE data_keys (
                tenant_id BIGINT NOT NULL, version BIGINT NOT NULL, sealed_key
            """ + bytes + """
                    NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (tenant_id, version))
                """,
            """
            CREATE TABLE tenant_secrets (
                tenant_id BIGINT NOT NULL, name TEXT NOT NULL, key_version BIGINT NOT NULL, sealed_value
            """ + bytes + """
                    NOT NULL, changed_at BIGINT NOT NULL, PRIMARY KEY (tenant_id, name))
                """,
            """
            CREATE TABLE idempotency_keys (
                tenant_id BIGINT NOT NULL, principal TEXT NOT NULL, idempotency_key TEXT NOT NULL, request_hash
            """ + bytes + """
                    NOT NULL, status BIGINT, headers TEXT, body
                """ + bytes + """
                        , created_at BIGINT NOT NULL, PRIMARY KEY (tenant_id, principal, idempotency_key))
                    """,
            "CREATE INDEX idempotency_keys_by_age ON idempotency_keys (tenant_id, created_at)",
        ]
    }

    /// Entries of the platform's own doings are those of tenant 0, which no tenant is.
    private static func auditTables(_ dialect: Dialect) -> [SQL] {
        let bytes = column(dialect)
        return [
            """
            CREATE TABLE audit_entries (
                tenant_id BIGINT NOT NULL, entry_id BIGINT NOT NULL, at BIGINT NOT NULL, actor_kind TEXT NOT NULL,
                actor_id TEXT NOT NULL, actor_name TEXT NOT NULL, address TEXT NOT NULL, request_id TEXT NOT NULL,
                action TEXT NOT NULL, outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused')),
                object_kind TEXT NOT NULL, object_id TEXT NOT NULL, before TEXT, after TEXT, previous_hash
            """ + bytes + "NOT NULL, hash " + bytes + """
                    NOT NULL, PRIMARY KEY (tenant_id, entry_id))
                """,
            "CREATE INDEX audit_entries_by_time ON audit_entries (tenant_id, at)",
            "CREATE INDEX audit_entries_by_object ON audit_entries (tenant_id, object_kind, object_id, entry_id)",
            "CREATE INDEX audit_entries_by_actor ON audit_entries (tenant_id, actor_name, entry_id)",
        ]
    }

    /// The type of a column of bytes, set off from what stands around it.
    private static func column(_ dialect: Dialect) -> SQL { " " + dialect.bytes + " " }

    private static func tenantColumns() -> [SQL] {
        [
            """
            ALTER TABLE tenants ADD COLUMN state TEXT NOT NULL DEFAULT 'active'
                CHECK (state IN ('active', 'suspended', 'deleting'))
            """,
            "ALTER TABLE tenants ADD COLUMN state_changed_at BIGINT",
            "ALTER TABLE tenants ADD COLUMN delete_after BIGINT",
        ]
    }
}
