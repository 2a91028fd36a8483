/// One measured or computed quantity of one asset at a fixed interval length.
public struct Series: Hashable, Sendable {
    public let id: SeriesID
    /// The name other systems know it by; unique within the tenant.
    public let externalName: String
    public let name: String
    public let subject: Subject
    /// The zone the asset lies in, where it lies in one.
    public let zone: ZoneID?
    public let quantity: Quantity
    public let intervalSeconds: Int64
    /// Computed from other series by the rollups; takes no readings of its own.
    public let isDerived: Bool

    public init(
        id: SeriesID, externalName: String, name: String, subject: Subject, zone: ZoneID?, quantity: Quantity,
        intervalSeconds: Int64, isDerived: Bool
    ) {
        self.id = id
        self.externalName = externalName
        self.name = name
        self.subject = subject
        self.zone = zone
        self.quantity = quantity
        self.intervalSeconds = intervalSeconds
        self.isDerived = isDerived
    }

    /// Interval lengths the platform stores: they divide an hour or are whole hours of a day.
    public static let acceptedIntervalSeconds: Set<Int64> = [60, 300, 600, 900, 1200, 1800, 3600, 86_400]
}
