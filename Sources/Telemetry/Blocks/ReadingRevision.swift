public import GridModel

/// A stored reading that a later one replaced.
public struct ReadingRevision: Hashable, Sendable {
    public let start: Timestamp
    public let oldValue: Double
    public let oldQuality: Quality
    public let newValue: Double
    public let newQuality: Quality

    public init(start: Timestamp, oldValue: Double, oldQuality: Quality, newValue: Double, newQuality: Quality) {
        self.start = start
        self.oldValue = oldValue
        self.oldQuality = oldQuality
        self.newValue = newValue
        self.newQuality = newQuality
    }

    init(from old: Reading, to new: Reading) {
        self.init(
            start: new.start, oldValue: old.value, oldQuality: old.quality, newValue: new.value,
            newQuality: new.quality)
    }
}
