/// How much one client may ask of the server.
package struct GridAPILimits: Sendable {
    /// Connections at a time; further ones are told so and closed.
    package var connections = 512
    /// How long a connection may be silent between requests.
    package var idleTimeout: Duration = .seconds(60)
    /// How long a new connection may take to send its first request's head.
    package var headTimeout: Duration = .seconds(10)
    /// How long a request's body may take to arrive.
    package var bodyTimeout: Duration = .seconds(20)
    /// How long a request that is still arriving may go on when the server shuts down.
    package var shutdownGrace: Duration = .seconds(3)
    /// How long a handler may take.
    package var requestTimeout: Duration = .seconds(30)
    /// One header, and all of them together.
    package var headerBytes = 16 << 10
    package var headerCount = 100
    /// How much of a body that nothing wanted is read on, to keep the connection.
    package var drainBytes = 64 << 10
    /// A body of readings.
    package var readingsBytes = 8 << 20
    package var readingsItems = 50_000
    /// A body that makes or sets one thing.
    package var settingsBytes = 64 << 10
    /// A body that makes many things.
    package var bulkBytes = 1 << 20
    /// All bodies of readings that are being read or stored at a time.
    package var readingsBytesAtOnce = 64 << 20
    /// A file that is sent may take so long, and must bring at least `uploadRateBytes` in every `bodyTimeout`.
    package var uploadTimeout: Duration = .seconds(3600)
    package var uploadRateBytes = 64 << 10
    /// Files that are being sent at a time.
    package var uploadsAtOnce = 8
    /// Exports being written at a time, and those of them that are made on disk.
    package var exportsAtOnce = 4
    package var exportsOnDiskAtOnce = 1
    /// A body of line protocol as it is sent, and once it is unpacked.
    package var lineBytes = 8 << 20
    package var unpackedLineBytes = 32 << 20
    /// All bodies of line protocol that are being read or stored at a time, with what they unpack to.
    package var lineBytesAtOnce = 128 << 20
    /// Between two pings of a quiet live stream.
    package var pingInterval: Duration = .seconds(15)
    /// How often it is looked whether the client of a stream may still see it.
    package var admissionInterval: Duration = .seconds(30)
    /// How long a client of a stream may leave what is written to it unread.
    package var stalledWrite: Duration = .seconds(30)

    /// After how long a request with an idempotency key that has not ended was abandoned: its server was killed. A body
    /// and a handler take less, both together.
    package var abandonedRequestSeconds: Int64 {
        bodyTimeout.components.seconds + requestTimeout.components.seconds + AnswerOnce.marginSeconds
    }

    package init() {}
}
