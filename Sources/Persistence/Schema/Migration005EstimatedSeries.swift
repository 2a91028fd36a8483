extension Migration {
    /// How many series of an area's hour are estimated.
    static let estimatedSeries = Migration(version: 5, name: "estimated series") { _ in
        ["ALTER TABLE area_hourly ADD COLUMN estimated_series BIGINT NOT NULL DEFAULT 0"]
    }
}
