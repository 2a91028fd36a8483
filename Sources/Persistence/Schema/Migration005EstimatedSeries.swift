extension Migration {
    /// How many series of an area's hour are estimated. Hours that were added up by the older rule, by which every
    /// series was expected always, are marked to be added up again.
    static let estimatedSeries = Migration(version: 5, name: "estimated series") { _ in
        [
            "ALTER TABLE area_hourly ADD COLUMN estimated_series BIGINT NOT NULL DEFAULT 0",
            """
            INSERT INTO stale_rollups (tenant_id, series_id, from_start, to_start, change)
            SELECT tenant_id, series_id, first_start, last_start + 1, 0 FROM series_extents WHERE reading_count > 0
            ON CONFLICT (tenant_id, series_id) DO UPDATE SET
                from_start = CASE WHEN excluded.from_start < stale_rollups.from_start
                    THEN excluded.from_start ELSE stale_rollups.from_start END,
                to_start = CASE WHEN excluded.to_start > stale_rollups.to_start
                    THEN excluded.to_start ELSE stale_rollups.to_start END
            """,
        ]
    }
}
