import GridModel

/// What the first lines of a CSV file suggest: a proposal to a person, who decides.
public struct ReadingsGuess: Sendable {
    private static let rowsRead = 20
    private static let timeNames: Set<String> = ["start", "time", "timestamp", "datetime", "date", "from", "ts"]
    private static let seriesNames: Set<String> = ["series", "meter", "meter_id", "meterid", "household", "name", "id"]
    private static let valueNames: Set<String> = ["value", "kwh", "wh", "mwh", "kw", "energy", "consumption", "load"]

    public let delimiter: UInt8
    public let columns: [String]
    /// The first lines after the header.
    public let rows: [[String]]
    /// Nil when no column holds times, or none numbers.
    public let mapping: ColumnMapping?

    /// - Parameter wallClock: the IANA zone that times without one are taken to be in.
    /// - Throws: when the file is no CSV.
    public init(_ source: any ByteSource, wallClock: String) throws(ImportError) {
        let reader = try CSVReader(source)
        delimiter = reader.delimiter
        columns = try reader.next()?.texts ?? []
        var rows: [[String]] = []
        while rows.count < Self.rowsRead, let record = try reader.next() { rows.append(record.texts) }
        self.rows = rows
        mapping = Self.mapping(columns, rows, wallClock)
    }

    private struct Column {
        let name: String
        let values: [String]

        var key: String { name.lowercased() }
        /// Most of its values: one that is wrong among the first lines is for the check to name.
        func holds(_ test: (String) -> Bool) -> Bool { values.count(where: test) * 2 > values.count }
    }

    private static func mapping(_ names: [String], _ rows: [[String]], _ wallClock: String) -> ColumnMapping? {
        let columns = names.enumerated().map { index, name in
            Column(name: name, values: rows.compactMap { index < $0.count && !$0[index].isEmpty ? $0[index] : nil })
        }
        let times = columns.compactMap { column in time(column, wallClock).map { (column, $0) } }
        guard let (start, time) = times.first(where: { timeNames.contains($0.0.key) }) ?? times.first else {
            return nil
        }
        let others = columns.filter { $0.name != start.name }
        let isDecimalComma =
            others.contains { $0.values.contains { isNumber($0, true) && $0.contains(",") } }
            && !others.contains { $0.values.contains { isNumber($0, false) && $0.contains(".") } }
        let numbers = others.filter { $0.holds { isNumber($0, isDecimalComma) } }
        let quality = others.first { $0.holds { Quality(name: $0) != nil } }
        let series =
            others.first { seriesNames.contains($0.key) && $0.name != quality?.name }
            ?? others.first { column in
                column.name != quality?.name && column.holds { !isNumber($0, isDecimalComma) }
            }
        let values = numbers.filter { $0.name != series?.name }
        guard let first = values.first else { return nil }
        guard let series else {
            return ColumnMapping(
                layout: .wide(start: start.name, series: values.map(\.name)), time: time,
                isDecimalComma: isDecimalComma)
        }
        let value = values.first { valueNames.contains($0.key) } ?? first
        return ColumnMapping(
            layout: .long(series: series.name, start: start.name, value: value.name, quality: quality?.name),
            time: time, unit: unit(value.key), isDecimalComma: isDecimalComma)
    }

    private static func time(_ column: Column, _ wallClock: String) -> ColumnMapping.TimeFormat? {
        if column.holds({ Timestamp(iso8601: $0) != nil }) { return .isoWithZone }
        if column.holds({ Timestamp(localISO8601: $0) != nil }) { return .isoLocal(timeZone: wallClock) }
        // 1973 to 2100: smaller whole numbers are readings.
        if column.holds({ Int64($0).map { (100_000_000...4_102_444_800).contains($0) } ?? false }) {
            return .epochSeconds
        }
        return nil
    }

    private static func isNumber(_ text: String, _ isDecimalComma: Bool) -> Bool {
        DecimalText.double(Array(text.utf8)[...], isDecimalComma: isDecimalComma) != nil
    }

    private static func unit(_ name: String) -> ReadingsUnit {
        let words = Set(name.split { !$0.isLetter }.map { $0.lowercased() })
        return ReadingsUnit.allCases.first { $0 != .asStored && words.contains($0.rawValue.lowercased()) } ?? .asStored
    }
}
