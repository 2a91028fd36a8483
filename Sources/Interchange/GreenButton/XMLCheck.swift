/// A look at the beginning of an XML file: whether it can be read at all.
public enum XMLCheck {
    /// - Parameters:
    ///   - elements: no more elements are looked at.
    ///   - bytes: nor more bytes, unpacked.
    /// - Throws: `ImportError.malformedXML` with line and reason; what another error says of the file.
    public static func beginning(of source: any ByteSource, elements: Int, bytes: Int) throws(ImportError) {
        let beginning = LimitedByteSource(source, limit: bytes, excess: .ignored)
        let reader = try XMLReader(beginning, file: "The file")
        var count = 0
        do {
            while count < elements, try reader.next() != nil { count += 1 }
        } catch {
            // What was cut off must not be held against the file.
            guard !beginning.isCut else { return }
            throw error
        }
    }
}
