extension Migration {
    /// Hours of areas by the month, beside the rows of `area_hourly`. Months from before have none until something in
    /// them changes; their rows serve. And an index for what belongs to a zone.
    static let areaHourBlocks = Migration(version: 10, name: "area hour blocks") { dialect in
        [
            """
            CREATE TABLE area_hour_blocks (
                tenant_id BIGINT NOT NULL, area_kind TEXT NOT NULL, area_id BIGINT NOT NULL, month_start BIGINT NOT NULL,
                payload
            """ + " " + dialect.bytes + " NOT NULL, PRIMARY KEY (tenant_id, area_kind, area_id, month_start))",
            "CREATE INDEX assets_by_zone ON assets (tenant_id, zone_id)",
        ]
    }
}
