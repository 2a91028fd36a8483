/// Reads RFC 4180 records one after the other in constant memory.
///
/// Lines end with LF, CRLF or CR; quoted fields may hold line breaks, and lines are counted
/// with them. A byte order mark and empty lines are skipped.
public final class CSVReader {
    private enum State {
        case fieldStart, plain, quoted, quoteInQuoted
    }

    private let source: any ByteSource
    private let format: CSVFormat
    /// What separates the fields: as given, or as told from the first line.
    public private(set) var delimiter: UInt8
    private var chunk: [UInt8] = []
    private var position = 0
    private var line = 1
    private var lastWasCarriageReturn = false

    public init(_ source: any ByteSource, format: CSVFormat = CSVFormat()) throws(ImportError) {
        self.source = source
        self.format = format
        delimiter = format.delimiter ?? CSVFormat.comma
        try fillStart()
        if chunk.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        if format.delimiter == nil { delimiter = Self.likelyDelimiter(of: chunk[position...]) }
    }

    public var progress: ReadProgress { source.progress }

    /// Nil at the end.
    public func next() throws(ImportError) -> CSVRecord? {
        var record = CSVRecord()
        while try read(into: &record) {
            let isEmptyLine = record.count == 1 && record.bytes.isEmpty
            if !isEmptyLine || record.problem != nil { return record }
        }
        return nil
    }

    private func read(into record: inout CSVRecord) throws(ImportError) -> Bool {
        record.bytes.removeAll(keepingCapacity: true)
        record.ends.removeAll(keepingCapacity: true)
        record.problem = nil
        record.line = line
        var state = State.fieldStart
        var isAscii = true
        while true {
            guard try fill() else {
                if state == .quoted { throw .unterminatedQuote(line: record.line) }
                if state == .fieldStart, record.ends.isEmpty { return false }
                try endField(of: &record)
                check(&record, isAscii)
                return true
            }
            let byte = chunk[position]
            position += 1
            if lastWasCarriageReturn {
                lastWasCarriageReturn = false
                if byte == 0x0a {
                    if state == .quoted { record.bytes.append(byte) }
                    continue
                }
            }
            let isLineEnd = byte == 0x0a || byte == 0x0d
            if isLineEnd {
                line += 1
                lastWasCarriageReturn = byte == 0x0d
            }
            if state == .quoted {
                if byte == 0x22 { state = .quoteInQuoted } else { record.bytes.append(byte) }
                isAscii = isAscii && byte < 0x80
            } else if isLineEnd {
                // A lone end of line at the very start is an empty record, skipped by `next`.
                try endField(of: &record)
                check(&record, isAscii)
                if record.count == 1, record.bytes.isEmpty, record.problem == nil { record.line = line }
                return true
            } else if byte == delimiter {
                try endField(of: &record)
                state = .fieldStart
            } else if byte == 0x22 {
                switch state {
                case .fieldStart: state = .quoted
                case .quoteInQuoted:
                    record.bytes.append(byte)
                    state = .quoted
                default:
                    record.bytes.append(byte)
                    record.problem = "A quotation mark stands inside a field that is not quoted"
                }
            } else {
                if state == .quoteInQuoted { record.problem = "Text follows the end of a quoted field" }
                if state == .fieldStart { state = .plain }
                record.bytes.append(byte)
                isAscii = isAscii && byte < 0x80
            }
            if record.bytes.count > format.recordByteLimit {
                throw .lineTooLong(line: record.line, limit: format.recordByteLimit)
            }
        }
    }

    private func endField(of record: inout CSVRecord) throws(ImportError) {
        guard record.ends.count < format.columnLimit else {
            throw .tooManyColumns(line: record.line, limit: format.columnLimit)
        }
        record.ends.append(record.bytes.count)
    }

    private func check(_ record: inout CSVRecord, _ isAscii: Bool) {
        if !isAscii, String(validating: record.bytes, as: UTF8.self) == nil {
            record.problem = "The line is not valid UTF-8; is the file in the encoding windows-1252?"
        }
    }

    /// False at the end.
    private func fill() throws(ImportError) -> Bool {
        while position == chunk.count {
            let next = try source.nextBytes()
            if next.isEmpty { return false }
            chunk = next
            position = 0
        }
        return true
    }

    /// Gathers the first line, so that its mark and delimiter can be told.
    private func fillStart() throws(ImportError) {
        while chunk.count < 1 << 16, !chunk.contains(0x0a), !chunk.contains(0x0d) {
            let next = try source.nextBytes()
            if next.isEmpty { return }
            chunk += next
        }
    }

    private static func likelyDelimiter(of start: ArraySlice<UInt8>) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in start {
            if byte == 0x22 { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0a || byte == 0x0d { break }
            counts[byte, default: 0] += 1
        }
        let candidates = [CSVFormat.comma, CSVFormat.semicolon, CSVFormat.tab]
        return candidates.max { (counts[$0] ?? 0, $1) < (counts[$1] ?? 0, $0) } ?? CSVFormat.comma
    }
}
