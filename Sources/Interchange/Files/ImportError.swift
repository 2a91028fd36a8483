/// Why an import ended without a result.
public enum ImportError: Error, Hashable, Sendable {
    case cannotRead(file: String, reason: String)
    case damagedGzip(file: String)
    /// The file is no XML from this line on, or none that is taken.
    case malformedXML(file: String, line: Int, reason: String)
    /// The file holds, or unpacks to, more than is read.
    case tooLarge(limit: Int)
    case lineTooLong(line: Int, limit: Int)
    case tooManyColumns(line: Int, limit: Int)
    /// A quoted field that began on this line never ends.
    case unterminatedQuote(line: Int)
    /// The file can be read but what it says cannot be taken over.
    case faulty(ImportFaults)
}

extension ImportError {
    /// Where in the file, from 1; nil when the whole file is meant.
    public var line: Int? {
        switch self {
        case .malformedXML(_, let line, _), .lineTooLong(let line, _), .tooManyColumns(let line, _),
            .unterminatedQuote(let line):
            line
        case .cannotRead, .damagedGzip, .tooLarge, .faulty: nil
        }
    }
}

extension ImportError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotRead(let file, let reason): "\(file) cannot be read: \(reason)."
        case .malformedXML(let file, let line, let reason): "\(file) cannot be read: line \(line): \(reason)."
        case .damagedGzip(let file): "\(file) is damaged: it is not a whole gzip file."
        case .tooLarge(let limit): "The file holds more than \(limit) bytes, unpacked."
        case .lineTooLong(let line, let limit): "Line \(line) is longer than \(limit) bytes."
        case .tooManyColumns(let line, let limit): "Line \(line) has more than \(limit) columns."
        case .unterminatedQuote(let line): "The quoted field that begins on line \(line) never ends."
        case .faulty(let faults):
            "\(faults.total) \(faults.total == 1 ? "fault" : "faults"):\n\(faults.text)"
        }
    }
}
