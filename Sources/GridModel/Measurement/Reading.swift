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
}
