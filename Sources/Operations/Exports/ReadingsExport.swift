/// An export that is ready to be written.
package struct ReadingsExport: Sendable {
    /// Takes the next bytes; returns when there is room for more.
    package typealias Sink = ([UInt8]) async throws -> Void
    /// Told now and then how far it is, 0…1. Throws to give the export up.
    package typealias Progress = @Sendable (Double) throws -> Void

    /// For the file that it becomes, such as `readings-fontana-20260101-20260201.csv`.
    package let fileName: String
    package let contentType: String
    /// Whether the bytes are packed (gzip).
    package let isPacked: Bool
    /// Whether it is made on disk before the first byte comes.
    package let isMadeOnDisk: Bool
    private let make: @Sendable (Sink, Progress) async throws -> Void

    package init(
        fileName: String, contentType: String, isPacked: Bool, isMadeOnDisk: Bool,
        make: @escaping @Sendable (Sink, Progress) async throws -> Void
    ) {
        self.fileName = fileName
        self.contentType = contentType
        self.isPacked = isPacked
        self.isMadeOnDisk = isMadeOnDisk
        self.make = make
    }

    /// Writes it to its end. What was written before an error is not the whole.
    package func write(to sink: Sink, progress: Progress = { _ in }) async throws {
        try await make(sink, progress)
    }
}
