package import Operations

/// The use cases behind the line protocol door.
package struct LineService: Sendable {
    /// The sound readings are durable when it returns; throws `LineBodyError` and `IngestBacklogFull`.
    package var write: @Sendable (LineBody) async throws -> BatchOutcome

    package init(write: @escaping @Sendable (LineBody) async throws -> BatchOutcome) {
        self.write = write
    }
}
