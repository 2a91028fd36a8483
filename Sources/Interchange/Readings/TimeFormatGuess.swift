import GridModel

extension ColumnMapping.TimeFormat {
    /// How the first line of a file writes its time: with a zone, in seconds since 1970, or on a wall clock.
    ///
    /// - Parameters:
    ///   - column: of the times; a file without it, or without a line, is taken to write zones: reading it
    ///     says what is wrong.
    ///   - timeZone: the IANA zone of the wall clock.
    /// - Throws: `ImportError` when the file cannot be read.
    public static func guess(
        from source: any ByteSource, column: String, wallClock timeZone: String?, format: CSVFormat = CSVFormat()
    ) throws(ImportError) -> ColumnMapping.TimeFormat {
        let reader = try CSVReader(source, format: format)
        guard let header = try reader.next(), let index = header.texts.firstIndex(of: column),
            let first = try reader.next(), index < first.count
        else { return .isoWithZone }
        let text = first.text(index)
        if Timestamp(iso8601: text) != nil { return .isoWithZone }
        if Int64(text) != nil { return .epochSeconds }
        return timeZone.map { .isoLocal(timeZone: $0) } ?? .isoWithZone
    }
}
