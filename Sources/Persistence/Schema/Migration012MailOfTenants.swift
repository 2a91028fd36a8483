extension Migration {
    /// Which tenant a mail tells of, so that it goes with the tenant. No `tenant_id`: mail is the platform's.
    static let mailOfTenants = Migration(version: 12, name: "mail of tenants") { _ in
        [
            "ALTER TABLE outbox ADD COLUMN about_tenant BIGINT",
            "CREATE INDEX outbox_by_tenant ON outbox (about_tenant)",
        ]
    }
}
