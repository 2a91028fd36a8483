/// How much of a file has been read, for a progress bar.
public struct ReadProgress: Hashable, Sendable {
    /// Of the file as it lies on the disk: packed bytes of a gzip file.
    public let bytesRead: Int
    public let totalBytes: Int

    public init(bytesRead: Int, totalBytes: Int) {
        self.bytesRead = bytesRead
        self.totalBytes = totalBytes
    }

    /// 0…1
    public var fraction: Double { totalBytes == 0 ? 1 : min(1, Double(bytesRead) / Double(totalBytes)) }
}
