extension Migration {
    /// Rules, what they found, what was edited or estimated, and which readings came late.
    static let validation = Migration(version: 7, name: "validation, estimation, editing") { dialect in
        [
            """
            CREATE TABLE validation_rules (
                tenant_id BIGINT NOT NULL, scope TEXT NOT NULL CHECK (scope IN ('quantity', 'series')),
                scope_key TEXT NOT NULL, rules TEXT NOT NULL, version BIGINT NOT NULL, changed_at BIGINT NOT NULL,
                changed_by TEXT NOT NULL, PRIMARY KEY (tenant_id, scope, scope_key))
            """,
            """
            CREATE TABLE stale_validations (
                tenant_id BIGINT NOT NULL, series_id BIGINT NOT NULL, from_start BIGINT NOT NULL, to_start BIGINT NOT NULL,
                change BIGINT NOT NULL, PRIMARY KEY (tenant_id, series_id))
            """,
            """
            CREATE TABLE findings (
                tenant_id BIGINT NOT NULL, finding_id BIGINT NOT NULL, series_id BIGINT NOT NULL, kind TEXT NOT NULL,
                start BIGINT NOT NULL, end_at BIGINT NOT NULL, value DOUBLE PRECISION, limit_value DOUBLE PRECISION,
                detail TEXT NOT NULL, rule_version BIGINT NOT NULL, found_at BIGINT NOT NULL, state TEXT NOT NULL
                CHECK (state IN ('open', 'estimated', 'dismissed', 'resolved')), state_changed_at BIGINT NOT NULL,
                note TEXT, PRIMARY KEY (tenant_id, finding_id), UNIQUE (tenant_id, series_id, kind, start),
                CHECK (end_at > start))
            """,
            "CREATE INDEX findings_by_start ON findings (tenant_id, start, finding_id)",
            "CREATE INDEX findings_by_state ON findings (tenant_id, state, kind, end_at)",
            """
            CREATE TABLE edits (
                tenant_id BIGINT NOT NULL, edit_id BIGINT NOT NULL, series_id BIGINT NOT NULL, kind TEXT NOT NULL
                CHECK (kind IN ('edit', 'estimate', 'revert')), start BIGINT NOT NULL, end_at BIGINT NOT NULL,
                method TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL, request_id TEXT, made_at BIGINT NOT NULL,
                value_count BIGINT NOT NULL, before_count BIGINT NOT NULL, reverts BIGINT, reverted_by BIGINT,
                PRIMARY KEY (tenant_id, edit_id))
            """,
            "CREATE INDEX edits_by_series ON edits (tenant_id, series_id, edit_id)",
            """
            CREATE TABLE edit_values (
                tenant_id BIGINT NOT NULL, edit_id BIGINT NOT NULL, start BIGINT NOT NULL, old_value DOUBLE PRECISION,
                old_quality BIGINT, new_value DOUBLE PRECISION, new_quality BIGINT,
                PRIMARY KEY (tenant_id, edit_id, start))
            """ + dialect.clusteredByPrimaryKey,
            """
            CREATE TABLE late_readings (
                tenant_id BIGINT NOT NULL, series_id BIGINT NOT NULL, hour_start BIGINT NOT NULL, late_count BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, series_id, hour_start))
            """,
            """
            CREATE TABLE register_energies (
                tenant_id BIGINT NOT NULL, register_id BIGINT NOT NULL, energy_id BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, register_id), UNIQUE (tenant_id, energy_id))
            """,
        ]
    }
}
