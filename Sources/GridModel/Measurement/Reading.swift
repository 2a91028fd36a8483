/// One value of one series for the interval that begins at `start`.
public struct Reading: Hashable, Sendable {
    public let start: Timestamp
    /// In the series' unit.
    public let value: Double
    public let quality: Quality

    public init(start: Timestamp, value: Double, quality: Quality = .measured) {
        self.start = start
        self.value = value
        self.quality = quality
    }

    /// The same value bit by bit (a NaN is itself, and −0 is not 0) and the same quality, whenever it is of.
    public func saysTheSame(as other: Reading) -> Bool {
        value.bitPattern == other.value.bitPattern && quality == other.quality
    }
}
