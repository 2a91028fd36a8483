public import GridModel

/// What a provider said about one quantity of one zone.
public struct FetchedValues: Hashable, Sendable {
    public let zone: ZoneID
    public let quantity: Quantity
    /// Hourly means, or the values at the hours' beginnings: by start of the hour, ascending, in the quantity's unit.
    /// What is missing is absent.
    public let values: [Reading]
    /// Which of the provider's instruments; nil where it is a model.
    public let instrument: Int64?
    /// Values that no sound instrument gives, that the provider has flagged, or that rest on too few samples.
    public let leftOut: Int

    public init(zone: ZoneID, quantity: Quantity, values: [Reading], instrument: Int64? = nil, leftOut: Int) {
        self.zone = zone
        self.quantity = quantity
        self.values = values
        self.instrument = instrument
        self.leftOut = leftOut
    }
}

/// A zone and the place that stands for it: the centroid of its area.
public struct ZonePlace: Hashable, Sendable {
    public let zone: ZoneID
    public let place: Coordinate

    public init(zone: ZoneID, place: Coordinate) {
        self.zone = zone
        self.place = place
    }
}
