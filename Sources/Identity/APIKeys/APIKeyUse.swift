public import GridModel

/// How often a key was used in an hour.
public struct APIKeyUse: Hashable, Sendable {
    /// When the hour began.
    public let hour: Timestamp
    /// That the key was let in for.
    public let requests: Int64
    /// That showed the right secret and were turned away: too late, from elsewhere, beyond the quota.
    public let refused: Int64

    public init(hour: Timestamp, requests: Int64, refused: Int64) {
        self.hour = hour
        self.requests = requests
        self.refused = refused
    }
}
