/// How much one client may ask of the server.
package struct GridAPILimits: Sendable {
    /// Connections at a time; more wait in the listen queue.
    package var connections = 512
    /// How long a connection may be silent between requests, or while it sends one.
    package var idleTimeout: Duration = .seconds(60)
    /// How long a handler may take.
    package var requestTimeout: Duration = .seconds(30)
    /// One header, and all of them together.
    package var headerBytes = 16 << 10
    package var headerCount = 100
    /// A body of readings.
    package var readingsBytes = 8 << 20
    package var readingsItems = 50_000
    /// Between two pings of a quiet live stream.
    package var pingInterval: Duration = .seconds(15)
    /// How long a live client may leave what is written to it unread.
    package var stalledWrite: Duration = .seconds(30)

    package init() {}
}
