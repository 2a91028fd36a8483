public import GridModel

/// Some rollups could not be rebuilt. The others were; the marks of these stay, so they are tried again.
public struct IncompleteRollups: Error, CustomStringConvertible {
    /// What failed and why, for people who operate the system.
    public struct Failure: Hashable, Sendable {
        /// Such as `series 4` or `zone 2`.
        public let subject: String
        public let reason: String
    }

    /// The zones whose figures were rebuilt all the same.
    public let rebuilt: Set<ZoneID>
    public let failures: [Failure]

    public var description: String {
        "Rollups of " + failures.map(\.subject).joined(separator: ", ") + " could not be rebuilt."
    }
}
