/// What became of a batch: the sound readings are durable when this is returned.
package struct BatchOutcome: Hashable, Sendable {
    package let accepted: Int
    /// Readings, or parts that could not be read as one.
    package let refused: Int
    /// Of the first `IngestReadings.faultsNamed` refused ones, in the order they came.
    package let faults: [ReadingFault]

    package init(accepted: Int, refused: Int, faults: [ReadingFault]) {
        self.accepted = accepted
        self.refused = refused
        self.faults = faults
    }
}
