/// How a value that was not read is estimated.
public enum EstimationMethod: String, CaseIterable, Sendable {
    /// A straight line between the readings on both sides.
    case linear
    /// The median of the same time of day on like days before.
    case likeDays
    /// The feeder's total less what its other meters read, shared out.
    case feederAllocation
}
