extension Migration {
    /// Where high-rate doors put what they accept, until it is in blocks.
    static let ingestLog = Migration(version: 8, name: "ingest log") { dialect in
        [
            """
            CREATE TABLE ingest_log (
                tenant_id BIGINT NOT NULL, batch_id BIGINT NOT NULL, accepted_at BIGINT NOT NULL, source TEXT NOT NULL,
                reading_count BIGINT NOT NULL, byte_count BIGINT NOT NULL, first_start BIGINT NOT NULL,
                last_start BIGINT NOT NULL, payload
            """ + " " + dialect.bytes + " NOT NULL, PRIMARY KEY (tenant_id, batch_id))",
            """
            CREATE TABLE ingest_compactions (
                tenant_id BIGINT NOT NULL, batches TEXT NOT NULL, applied_through BIGINT NOT NULL, PRIMARY KEY (tenant_id))
            """,
            """
            CREATE TABLE damaged_batches (
                tenant_id BIGINT NOT NULL, batch_id BIGINT NOT NULL, accepted_at BIGINT NOT NULL, source TEXT NOT NULL,
                reading_count BIGINT NOT NULL, error TEXT NOT NULL, payload
            """ + " " + dialect.bytes + " NOT NULL, PRIMARY KEY (tenant_id, batch_id))",
        ]
    }
}
