extension Migration {
    /// Marks forecasts that were computed after their hours. A run stored a day or more after its issue time
    /// can only have been such.
    static let backfilledForecasts = Migration(version: 2, name: "backfilled forecasts") { _ in
        [
            "ALTER TABLE forecast_runs ADD COLUMN is_backfilled BIGINT NOT NULL DEFAULT 0",
            "UPDATE forecast_runs SET is_backfilled = 1 WHERE created_at >= issued_at + 86400",
        ]
    }
}
