/// What a tenant decides about one connector.
public struct ConnectorSettings: Codable, Hashable, Sendable {
    public var isEnabled: Bool
    /// `https://host[:port]`; the provider's public service unless changed.
    public var baseURL: String
    /// From the beginning of one poll to the next when all goes well.
    public var intervalSeconds: Int64
    /// Calls a UTC day, as the provider counts them.
    public var dailyCalls: Int
    /// How far back the first poll reaches, and any after a long pause.
    public var backfillDays: Int
    /// Stations of OpenAQ farther than this from a zone's centre do not speak for it.
    public var radiusKm: Double

    public static let intervals: ClosedRange<Int64> = 900...86_400
    public static let dailyCallsRange = 1...1_000_000
    /// Open-Meteo's forecast service gives 92 past days.
    public static let backfills = 0...90
    public static let radii = 1.0...100.0

    /// Off, with the provider's defaults.
    public init(of kind: ConnectorKind) {
        isEnabled = false
        baseURL = kind.publicBaseURL
        intervalSeconds = 3600
        dailyCalls = kind.defaultDailyCalls
        backfillDays = 7
        radiusKm = 25
    }
}
