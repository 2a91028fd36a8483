extension Migration {
    /// Forecasts from outside, each as one block that was known from a moment on.
    static let weatherForecasts = Migration(version: 6, name: "weather forecasts") { dialect in
        [
            """
            CREATE TABLE weather_forecasts (
                tenant_id BIGINT NOT NULL, series_id BIGINT NOT NULL, available_at BIGINT NOT NULL,
                first_start BIGINT NOT NULL, last_start BIGINT NOT NULL, value_count BIGINT NOT NULL, payload
            """ + " " + dialect.bytes + " NOT NULL, PRIMARY KEY (tenant_id, series_id, available_at))",
            "CREATE INDEX weather_forecasts_by_age ON weather_forecasts (tenant_id, available_at)",
        ]
    }
}
