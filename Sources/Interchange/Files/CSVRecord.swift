/// One record of a CSV file: its fields' bytes, without quotes.
public struct CSVRecord: Sendable {
    /// The line on which the record begins, from 1.
    public internal(set) var line = 1
    /// What makes the record unusable: bytes that are not UTF-8, or text around a quoted field.
    public internal(set) var problem: String?
    var bytes: [UInt8] = []
    var ends: [Int] = []

    public var count: Int { ends.count }

    /// A field's bytes without blanks at its ends.
    public func trimmed(_ index: Int) -> ArraySlice<UInt8> {
        var field = bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
        while let last = field.last, last == 0x20 || last == 0x09 { field.removeLast() }
        while let first = field.first, first == 0x20 || first == 0x09 { field.removeFirst() }
        return field
    }

    public func text(_ index: Int) -> String { String(decoding: trimmed(index), as: UTF8.self) }

    public var texts: [String] { (0..<count).map(text) }
}
