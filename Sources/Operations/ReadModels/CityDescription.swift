package import GridModel

/// The city this server serves, its clock and what the platform holds of it.
package struct CityDescription: Hashable, Sendable {
    package let id: TenantID
    package let name: String
    /// IANA name.
    package let timeZone: String
    /// BCP 47.
    package let locale: String
    /// ISO 4217.
    package let currency: String
    package let clock: CityClockReading
    /// Nil unless the city is the demo.
    package let demo: DemoDescription?
    package let counts: CityCounts
    /// Who can reach this server.
    package let accessNote: String

    package init(
        id: TenantID, name: String, timeZone: String, locale: String, currency: String, clock: CityClockReading,
        demo: DemoDescription?, counts: CityCounts, accessNote: String
    ) {
        self.id = id
        self.name = name
        self.timeZone = timeZone
        self.locale = locale
        self.currency = currency
        self.clock = clock
        self.demo = demo
        self.counts = counts
        self.accessNote = accessNote
    }
}

/// What the platform takes for now.
package struct CityClockReading: Hashable, Sendable {
    package let now: Timestamp
    /// Seconds of platform time per second.
    package let speed: Double
    package let isReplay: Bool
    /// The start of the latest interval with a reading.
    package let latestReadingAt: Timestamp?

    package init(now: Timestamp, speed: Double, isReplay: Bool, latestReadingAt: Timestamp?) {
        self.now = now
        self.speed = speed
        self.isReplay = isReplay
        self.latestReadingAt = latestReadingAt
    }
}

/// How much there is of what.
package struct CityCounts: Hashable, Sendable {
    package let zones: Int
    package let feeders: Int
    package let loadPoints: Int
    package let generators: Int
    package let transformers: Int
    package let lines: Int
    package let series: Int
    package let readings: Int

    package init(
        zones: Int, feeders: Int, loadPoints: Int, generators: Int, transformers: Int, lines: Int, series: Int,
        readings: Int
    ) {
        self.zones = zones
        self.feeders = feeders
        self.loadPoints = loadPoints
        self.generators = generators
        self.transformers = transformers
        self.lines = lines
        self.series = series
        self.readings = readings
    }
}
