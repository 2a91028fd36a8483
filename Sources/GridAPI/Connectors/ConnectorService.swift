package import GridModel
package import Identity
package import Operations

/// The use cases around weather and air quality from outside.
package struct ConnectorService: Sendable {
    package typealias Forecast = @Sendable (SeriesID, Timestamp?) async throws -> WeatherForecast??

    package var list: @Sendable () async throws -> [ConnectorRecord]
    /// The connector after the change, by its name; nil without such a connector. Throws `ConnectorRefusal`.
    package var change: @Sendable (String, ConnectorChange, Actor) async throws -> ConnectorRecord?
    /// The job that polls; nil without such a connector. Throws `ConnectorRefusal`.
    package var run: @Sendable (String, Actor) async throws -> JobRecord?
    /// What was foreseen for a series, as known at a moment (nil: now).
    package var forecast: Forecast

    package init(
        list: @escaping @Sendable () async throws -> [ConnectorRecord],
        change: @escaping @Sendable (String, ConnectorChange, Actor) async throws -> ConnectorRecord?,
        run: @escaping @Sendable (String, Actor) async throws -> JobRecord?, forecast: @escaping Forecast
    ) {
        self.list = list
        self.change = change
        self.run = run
        self.forecast = forecast
    }
}
