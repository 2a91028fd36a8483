extension Migration {
    /// What lists and pages read by: how much there is of each series, kept by ingest instead of summed over its
    /// blocks, and indexes that give rows in the order they are asked for.
    static let readPaths = Migration(version: 3, name: "read paths") { dialect in
        [
            """
            CREATE TABLE series_extents (
                tenant_id BIGINT NOT NULL, series_id BIGINT NOT NULL, reading_count BIGINT NOT NULL,
                first_start BIGINT NOT NULL, last_start BIGINT NOT NULL, PRIMARY KEY (tenant_id, series_id))
            """ + dialect.clusteredByPrimaryKey,
            """
            INSERT INTO series_extents (tenant_id, series_id, reading_count, first_start, last_start)
            SELECT tenant_id, series_id, SUM(reading_count), MIN(first_start), MAX(last_start) FROM reading_blocks
            GROUP BY tenant_id, series_id
            """,
            "CREATE INDEX forecast_runs_by_issue ON forecast_runs (tenant_id, issued_at, run_id)",
            "DROP INDEX series_by_subject",
            "CREATE INDEX series_by_subject ON series (tenant_id, subject_kind, subject_id, series_id)",
            "DROP INDEX series_by_zone",
            "CREATE INDEX series_by_zone ON series (tenant_id, zone_id, series_id)",
            "DROP INDEX anomalies_by_start",
            "CREATE INDEX anomalies_by_start ON anomalies (tenant_id, start, anomaly_id)",
        ]
    }
}
