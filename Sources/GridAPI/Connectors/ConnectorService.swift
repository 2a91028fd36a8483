package import GridModel
package import Identity
package import Operations

/// The use cases around weather and air quality from outside.
package struct ConnectorService: Sendable {
    package typealias Change =
        @Sendable (String, ConnectorChange, Actor, @escaping Precondition<ConnectorRecord>) async throws
        -> ConnectorRecord?
    package typealias Forecast = @Sendable (SeriesID, Timestamp?) async throws -> WeatherForecast??

    package var list: @Sendable () async throws -> [ConnectorRecord]
    /// By its name; nil without such a connector.
    package var connector: @Sendable (String) async throws -> ConnectorRecord?
    /// The connector after the change, by its name; nil without such a connector. Throws `ConnectorRefusal`.
    package var change: Change
    /// The job that polls; nil without such a connector. Throws `ConnectorRefusal`.
    package var run: @Sendable (String, Actor) async throws -> JobRecord?
    /// What was foreseen for a series, as known at a moment (nil: now).
    package var forecast: Forecast

    package init(
        list: @escaping @Sendable () async throws -> [ConnectorRecord],
        connector: @escaping @Sendable (String) async throws -> ConnectorRecord?, change: @escaping Change,
        run: @escaping @Sendable (String, Actor) async throws -> JobRecord?, forecast: @escaping Forecast
    ) {
        self.list = list
        self.connector = connector
        self.change = change
        self.run = run
        self.forecast = forecast
    }
}
