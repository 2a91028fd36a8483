/// Bytes that are read once, from front to back, in pieces.
public protocol ByteSource: AnyObject {
    var progress: ReadProgress { get }

    /// The next bytes, as many as are at hand; empty at the end.
    func nextBytes() throws(ImportError) -> [UInt8]
}
