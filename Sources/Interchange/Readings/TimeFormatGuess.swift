import GridModel

extension ColumnMapping.TimeFormat {
    /// How most of the first lines of a file write their time: with a zone, in seconds since 1970, or on a wall clock.
    ///
    /// - Parameters:
    ///   - column: of the times; a file without it, or without a line, is taken to write zones: reading it
    ///     says what is wrong.
    ///   - dateOrder: of the dates.
    ///   - timeZone: the IANA zone of the wall clock.
    /// - Throws: `ImportError` when the file cannot be read.
    public static func guess(
        from source: any ByteSource, column: String, wallClock timeZone: String?,
        dateOrder: DateOrder = .iso, format: CSVFormat = CSVFormat()
    ) throws(ImportError) -> ColumnMapping.TimeFormat {
        let reader = try CSVReader(source, format: format)
        guard let header = try reader.next(), let index = header.texts.firstIndex(of: column) else {
            return .isoWithZone
        }
        var (zoned, seconds, others, count) = (0, 0, 0, 0)
        while count < linesRead, let record = try reader.next() {
            count += 1
            guard index < record.count, case let text = record.text(index), !text.isEmpty else { continue }
            if dateOrder.iso(text).flatMap({ Timestamp(iso8601: $0) }) != nil {
                zoned += 1
            } else if Int64(text) != nil {
                seconds += 1
            } else {
                others += 1
            }
        }
        if zoned >= max(seconds, others) { return .isoWithZone }
        if seconds >= others { return .epochSeconds }
        return timeZone.map { .isoLocal(timeZone: $0) } ?? .isoWithZone
    }

    private static var linesRead: Int { 20 }
}
