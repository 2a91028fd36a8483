extension Migration {
    /// Where blocks go whose bytes no longer decode, so that the readings around them can go on.
    static let damagedBlocks = Migration(version: 4, name: "damaged blocks") { dialect in
        [
            """
            CREATE TABLE damaged_blocks (
                tenant_id BIGINT NOT NULL, damage_id BIGINT NOT NULL, series_id BIGINT NOT NULL, span_start BIGINT NOT NULL,
                reading_count BIGINT NOT NULL, set_aside_at BIGINT NOT NULL, error TEXT NOT NULL, payload
            """ + " " + dialect.bytes + " NOT NULL, PRIMARY KEY (tenant_id, damage_id))"
        ]
    }
}
