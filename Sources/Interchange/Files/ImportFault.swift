/// One thing wrong with a file, where a person can find it.
public struct ImportFault: Hashable, Sendable {
    /// The file's name, where an import reads several.
    public let file: String?
    /// Counted from 1, as an editor shows it; nil when the whole file is meant.
    public let line: Int?
    /// The column's name, or its number from 1 where it has none.
    public let column: String?
    public let reason: String

    public init(file: String? = nil, line: Int? = nil, column: String? = nil, reason: String) {
        self.file = file
        self.line = line
        self.column = column
        self.reason = reason
    }
}

extension ImportFault: CustomStringConvertible {
    public var description: String {
        var place: [String] = []
        if let file { place.append(file) }
        if let line { place.append("line \(line)") }
        if let column { place.append("column \(column)") }
        return place.isEmpty ? reason : "\(place.joined(separator: ", ")): \(reason)"
    }
}
