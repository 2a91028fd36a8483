/// What a database row holds of a block: figures that answer without decoding, and the bytes.
public struct EncodedBlock: Hashable, Sendable {
    public let summary: BlockSummary
    /// Self-contained: version, timestamps, qualities, values and a CRC-32C.
    public let payload: [UInt8]

    public init(summary: BlockSummary, payload: [UInt8]) {
        self.summary = summary
        self.payload = payload
    }
}
