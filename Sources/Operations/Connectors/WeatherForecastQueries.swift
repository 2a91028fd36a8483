package import GridModel
package import Persistence
import Telemetry

/// A series' forecast from outside, as it was known at a moment.
package struct WeatherForecast: Hashable, Sendable {
    package let series: SeriesID
    /// When it had arrived here; providers do not tell when it was computed.
    package let availableAt: Timestamp
    /// Hours that had not ended then, in the series' unit.
    package let values: [Reading]

    package init(series: SeriesID, availableAt: Timestamp, values: [Reading]) {
        self.series = series
        self.availableAt = availableAt
        self.values = values
    }
}

/// What was foreseen, and when it was known.
package struct WeatherForecastQueries: Sendable {
    private let database: any Database
    private let scope: TenantScope
    private let now: @Sendable () -> Timestamp

    package init(database: any Database, scope: TenantScope, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.scope = scope
        self.now = now
    }

    /// The latest forecast that was known at a moment (nil: now).
    /// - Returns: nil when there is no such series; a forecast of nil when none was known.
    package func known(_ id: SeriesID, at moment: Timestamp?) async throws -> WeatherForecast?? {
        let moment = moment ?? now()
        return try await database.read(scope) { session in
            guard try SeriesRepository(session).series(id) != nil else { return .none }
            let stored = try WeatherForecastRepository(session).known(id, at: moment)
            return .some(
                stored.map { WeatherForecast(series: id, availableAt: $0.availableAt, values: $0.block.readings) })
        }
    }
}
