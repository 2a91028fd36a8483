extension Migration {
    static let all: [Migration] = [
        firstDay, backfilledForecasts, readPaths, damagedBlocks, estimatedSeries, weatherForecasts, validation,
        ingestLog, archivedDocuments, areaHourBlocks, identity, mailOfTenants,
    ]

    /// Tenants, the network, series, telemetry blocks and rollups, forecasts, anomalies, models, jobs.
    ///
    /// Moments are seconds since the epoch. Every key starts with the tenant.
    private static let firstDay = Migration(version: 1, name: "first day") { dialect in
        tenantTables + networkTables(dialect) + telemetryTables(dialect) + modelTables(dialect) + jobTables
    }

    private static let tenantTables: [SQL] = [
        """
        CREATE TABLE tenants (
            tenant_id BIGINT PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, time_zone TEXT NOT NULL,
            locale TEXT NOT NULL, currency TEXT NOT NULL, created_at BIGINT NOT NULL)
        """,
        """
        CREATE TABLE id_counters (
            tenant_id BIGINT NOT NULL, name TEXT NOT NULL, last_id BIGINT NOT NULL, PRIMARY KEY (tenant_id, name))
        """,
        """
        CREATE TABLE tenant_documents (
            tenant_id BIGINT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (tenant_id, name))
        """,
    ]

    private static func networkTables(_ dialect: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE zones (
                tenant_id BIGINT NOT NULL, zone_id BIGINT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
                population BIGINT NOT NULL CHECK (population >= 0), priority BIGINT NOT NULL CHECK (priority BETWEEN 1 AND 3),
                critical_sites TEXT NOT NULL, capacity_kw DOUBLE PRECISION NOT NULL CHECK (capacity_kw > 0), area TEXT NOT NULL,
                PRIMARY KEY (tenant_id, zone_id), UNIQUE (tenant_id, code))
            """,
            """
            CREATE TABLE assets (
                tenant_id BIGINT NOT NULL, asset_id BIGINT NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
                zone_id BIGINT, feeder_id BIGINT, longitude DOUBLE PRECISION, latitude DOUBLE PRECISION,
                PRIMARY KEY (tenant_id, asset_id), UNIQUE (tenant_id, kind, code))
            """,
            """
            CREATE TABLE nodes (
                tenant_id BIGINT NOT NULL, asset_id BIGINT NOT NULL, nominal_kv DOUBLE PRECISION NOT NULL,
                substation_id BIGINT, is_external_grid BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, asset_id), FOREIGN KEY (tenant_id, asset_id) REFERENCES assets (tenant_id, asset_id))
            """,
            """
            CREATE TABLE lines (
                tenant_id BIGINT NOT NULL, asset_id BIGINT NOT NULL, from_node_id BIGINT NOT NULL, to_node_id BIGINT NOT NULL,
                length_km DOUBLE PRECISION NOT NULL, type_code TEXT NOT NULL, construction TEXT NOT NULL,
                resistance_ohm_per_km DOUBLE PRECISION NOT NULL, reactance_ohm_per_km DOUBLE PRECISION NOT NULL,
                susceptance_us_per_km DOUBLE PRECISION NOT NULL, rated_a DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (tenant_id, asset_id), FOREIGN KEY (tenant_id, asset_id) REFERENCES assets (tenant_id, asset_id),
                FOREIGN KEY (tenant_id, from_node_id) REFERENCES nodes (tenant_id, asset_id),
                FOREIGN KEY (tenant_id, to_node_id) REFERENCES nodes (tenant_id, asset_id))
            """,
            """
            CREATE TABLE transformers (
                tenant_id BIGINT NOT NULL, asset_id BIGINT NOT NULL, high_node_id BIGINT NOT NULL, low_node_id BIGINT NOT NULL,
                type_code TEXT NOT NULL, rated_mva DOUBLE PRECISION NOT NULL, high_kv DOUBLE PRECISION NOT NULL,
                low_kv DOUBLE PRECISION NOT NULL, short_circuit_percent DOUBLE PRECISION NOT NULL,
                copper_loss_kw DOUBLE PRECISION NOT NULL, iron_loss_kw DOUBLE PRECISION NOT NULL,
                no_load_current_percent DOUBLE PRECISION NOT NULL, tap_step_percent DOUBLE PRECISION NOT NULL,
                tap_position BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, asset_id), FOREIGN KEY (tenant_id, asset_id) REFERENCES assets (tenant_id, asset_id),
                FOREIGN KEY (tenant_id, high_node_id) REFERENCES nodes (tenant_id, asset_id),
                FOREIGN KEY (tenant_id, low_node_id) REFERENCES nodes (tenant_id, asset_id))
            """,
            """
            CREATE TABLE switches (
                tenant_id BIGINT NOT NULL, asset_id BIGINT NOT NULL, from_node_id BIGINT NOT NULL, to_node_id BIGINT NOT NULL,
                is_closed BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, asset_id), FOREIGN KEY (tenant_id, asset_id) REFERENCES assets (tenant_id, asset_id),
                FOREIGN KEY (tenant_id, from_node_id) REFERENCES nodes (tenant_id, asset_id),
                FOREIGN KEY (tenant_id, to_node_id) REFERENCES nodes (tenant_id, asset_id))
            """,
            """
            CREATE TABLE load_points (
                tenant_id BIGINT NOT NULL, asset_id BIGINT NOT NULL, node_id BIGINT NOT NULL,
                rated_kw DOUBLE PRECISION NOT NULL, rated_kvar DOUBLE PRECISION NOT NULL, profile TEXT,
                PRIMARY KEY (tenant_id, asset_id), FOREIGN KEY (tenant_id, asset_id) REFERENCES assets (tenant_id, asset_id),
                FOREIGN KEY (tenant_id, node_id) REFERENCES nodes (tenant_id, asset_id))
            """,
            """
            CREATE TABLE generators (
                tenant_id BIGINT NOT NULL, asset_id BIGINT NOT NULL, node_id BIGINT NOT NULL,
                rated_kw DOUBLE PRECISION NOT NULL, technology TEXT NOT NULL, profile TEXT,
                PRIMARY KEY (tenant_id, asset_id), FOREIGN KEY (tenant_id, asset_id) REFERENCES assets (tenant_id, asset_id),
                FOREIGN KEY (tenant_id, node_id) REFERENCES nodes (tenant_id, asset_id))
            """,
        ]
    }

    private static func telemetryTables(_ dialect: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE series (
                tenant_id BIGINT NOT NULL, series_id BIGINT NOT NULL, external_name TEXT NOT NULL, name TEXT NOT NULL,
                subject_kind TEXT NOT NULL, subject_id BIGINT NOT NULL, zone_id BIGINT, quantity TEXT NOT NULL,
                interval_seconds BIGINT NOT NULL CHECK (interval_seconds > 0), is_derived BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, series_id), UNIQUE (tenant_id, external_name))
            """,
            "CREATE INDEX series_by_subject ON series (tenant_id, subject_kind, subject_id)",
            "CREATE INDEX series_by_zone ON series (tenant_id, zone_id)",
            """
            CREATE TABLE reading_blocks (
                tenant_id BIGINT NOT NULL, series_id BIGINT NOT NULL, span_start BIGINT NOT NULL,
                reading_count BIGINT NOT NULL, estimated_count BIGINT NOT NULL, min_value DOUBLE PRECISION,
                max_value DOUBLE PRECISION, sum_value DOUBLE PRECISION, first_start BIGINT NOT NULL, last_start BIGINT NOT NULL,
                last_value DOUBLE PRECISION, last_quality BIGINT NOT NULL, payload
            """ + " " + dialect.bytes + """
                     NOT NULL, PRIMARY KEY (tenant_id, series_id, span_start))
                """ + dialect.clusteredByPrimaryKey,
            """
            CREATE TABLE reading_revisions (
                tenant_id BIGINT NOT NULL, series_id BIGINT NOT NULL, start BIGINT NOT NULL, revision BIGINT NOT NULL,
                revised_at BIGINT NOT NULL, source TEXT NOT NULL, old_value DOUBLE PRECISION, old_quality BIGINT NOT NULL,
                new_value DOUBLE PRECISION, new_quality BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, series_id, start, revision))
            """ + dialect.clusteredByPrimaryKey,
            """
            CREATE TABLE stale_rollups (
                tenant_id BIGINT NOT NULL, series_id BIGINT NOT NULL, from_start BIGINT NOT NULL, to_start BIGINT NOT NULL,
                change BIGINT NOT NULL, PRIMARY KEY (tenant_id, series_id))
            """ + dialect.clusteredByPrimaryKey,
            """
            CREATE TABLE series_hourly (
                tenant_id BIGINT NOT NULL, series_id BIGINT NOT NULL, hour_start BIGINT NOT NULL, reading_count BIGINT NOT NULL,
                estimated_count BIGINT NOT NULL, sum_value DOUBLE PRECISION NOT NULL, min_value DOUBLE PRECISION NOT NULL,
                max_value DOUBLE PRECISION NOT NULL, PRIMARY KEY (tenant_id, series_id, hour_start))
            """ + dialect.clusteredByPrimaryKey,
            """
            CREATE TABLE series_daily (
                tenant_id BIGINT NOT NULL, series_id BIGINT NOT NULL, local_date TEXT NOT NULL, day_start BIGINT NOT NULL,
                reading_count BIGINT NOT NULL, estimated_count BIGINT NOT NULL, sum_value DOUBLE PRECISION NOT NULL,
                min_value DOUBLE PRECISION NOT NULL, max_value DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (tenant_id, series_id, local_date))
            """ + dialect.clusteredByPrimaryKey,
            """
            CREATE TABLE area_hourly (
                tenant_id BIGINT NOT NULL, area_kind TEXT NOT NULL, area_id BIGINT NOT NULL, hour_start BIGINT NOT NULL,
                consumption_kw DOUBLE PRECISION NOT NULL, generation_kw DOUBLE PRECISION NOT NULL,
                net_load_kw DOUBLE PRECISION NOT NULL, reporting_series BIGINT NOT NULL, expected_series BIGINT NOT NULL,
                estimated_count BIGINT NOT NULL, PRIMARY KEY (tenant_id, area_kind, area_id, hour_start))
            """ + dialect.clusteredByPrimaryKey,
            """
            CREATE TABLE area_daily (
                tenant_id BIGINT NOT NULL, area_kind TEXT NOT NULL, area_id BIGINT NOT NULL, local_date TEXT NOT NULL,
                day_start BIGINT NOT NULL, consumption_kwh DOUBLE PRECISION NOT NULL, generation_kwh DOUBLE PRECISION NOT NULL,
                min_net_load_kw DOUBLE PRECISION NOT NULL, max_net_load_kw DOUBLE PRECISION NOT NULL,
                hour_count BIGINT NOT NULL, complete_hour_count BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, area_kind, area_id, local_date))
            """ + dialect.clusteredByPrimaryKey,
        ]
    }

    private static func modelTables(_ dialect: Dialect) -> [SQL] {
        [
            """
            CREATE TABLE model_versions (
                tenant_id BIGINT NOT NULL, model_id BIGINT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, version BIGINT NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('candidate', 'champion', 'retired')), created_at BIGINT NOT NULL,
                object_key TEXT NOT NULL, record TEXT NOT NULL,
                PRIMARY KEY (tenant_id, model_id), UNIQUE (tenant_id, kind, version))
            """,
            """
            CREATE UNIQUE INDEX model_versions_one_champion ON model_versions (tenant_id, kind) WHERE status = 'champion'
            """,
            """
            CREATE TABLE forecast_runs (
                tenant_id BIGINT NOT NULL, run_id BIGINT NOT NULL, issued_at BIGINT NOT NULL, kind TEXT NOT NULL
                CHECK (kind IN ('rolling', 'dayAhead')), model_id BIGINT, created_at BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, run_id), UNIQUE (tenant_id, kind, issued_at))
            """,
            """
            CREATE TABLE forecast_series (
                tenant_id BIGINT NOT NULL, run_id BIGINT NOT NULL, series_id BIGINT NOT NULL, is_fallback BIGINT NOT NULL,
                fallback_reason TEXT, PRIMARY KEY (tenant_id, run_id, series_id),
                FOREIGN KEY (tenant_id, run_id) REFERENCES forecast_runs (tenant_id, run_id))
            """,
            """
            CREATE TABLE forecast_values (
                tenant_id BIGINT NOT NULL, series_id BIGINT NOT NULL, run_id BIGINT NOT NULL, target_start BIGINT NOT NULL,
                p10 DOUBLE PRECISION NOT NULL, p50 DOUBLE PRECISION NOT NULL, p90 DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (tenant_id, series_id, run_id, target_start))
            """ + dialect.clusteredByPrimaryKey,
            """
            CREATE TABLE anomalies (
                tenant_id BIGINT NOT NULL, anomaly_id BIGINT NOT NULL, series_id BIGINT NOT NULL, start BIGINT NOT NULL,
                end_at BIGINT NOT NULL, kind TEXT NOT NULL, score DOUBLE PRECISION NOT NULL, threshold DOUBLE PRECISION NOT NULL,
                actual DOUBLE PRECISION NOT NULL, expected DOUBLE PRECISION NOT NULL, expected_low DOUBLE PRECISION NOT NULL,
                expected_high DOUBLE PRECISION NOT NULL, reason TEXT NOT NULL, model_id BIGINT NOT NULL, detected_at BIGINT NOT NULL,
                PRIMARY KEY (tenant_id, anomaly_id), UNIQUE (tenant_id, series_id, start), CHECK (end_at > start))
            """,
            "CREATE INDEX anomalies_by_start ON anomalies (tenant_id, start)",
        ]
    }

    private static let jobTables: [SQL] = [
        """
        CREATE TABLE jobs (
            tenant_id BIGINT NOT NULL, job_id BIGINT NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL, state TEXT NOT NULL
            CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
            priority BIGINT NOT NULL, attempt BIGINT NOT NULL, max_attempts BIGINT NOT NULL CHECK (max_attempts >= 1),
            unique_key TEXT, run_at BIGINT NOT NULL, created_at BIGINT NOT NULL, started_at BIGINT, finished_at BIGINT,
            lease_until BIGINT, progress DOUBLE PRECISION CHECK (progress BETWEEN 0 AND 1), message TEXT, error TEXT,
            PRIMARY KEY (tenant_id, job_id), CHECK (attempt <= max_attempts),
            CHECK ((state = 'running') = (lease_until IS NOT NULL)),
            CHECK ((state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL)))
        """,
        "CREATE INDEX jobs_due ON jobs (state, priority, run_at)",
        """
        CREATE UNIQUE INDEX jobs_one_active ON jobs (tenant_id, kind, unique_key)
        WHERE unique_key IS NOT NULL AND state IN ('queued', 'running')
        """,
    ]
}
