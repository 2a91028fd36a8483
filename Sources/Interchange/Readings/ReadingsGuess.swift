import GridModel

/// What the first lines of a CSV file suggest: a proposal to a person, who decides.
public struct ReadingsGuess: Sendable {
    private static let rowsRead = 20
    /// Where the first lines do not tell day from month.
    private static let rowsReadForDates = 20_000
    private static let timeNames: Set<String> = ["start", "time", "timestamp", "datetime", "date", "from", "ts"]
    private static let seriesNames: Set<String> = ["series", "meter", "meter_id", "meterid", "household", "name", "id"]
    private static let valueNames: Set<String> = ["value", "kwh", "wh", "mwh", "kw", "energy", "consumption", "load"]

    public let delimiter: UInt8
    public let columns: [String]
    /// The first lines after the header.
    public let rows: [[String]]
    /// Nil when no column holds times, or none numbers.
    public let mapping: ColumnMapping?
    /// Whether the dates can be read with the day first and with the month first; the mapping has the day first then.
    public let isDateOrderUnclear: Bool

    /// - Parameters:
    ///   - wallClock: the IANA zone that times without one are taken to be in.
    ///   - isSeries: whether a name is that of a series: a heading of that name tells the wide layout.
    /// - Throws: when the file is no CSV.
    public init(
        _ source: any ByteSource, wallClock: String, isSeries: (String) -> Bool = { _ in false }
    ) throws(ImportError) {
        let reader = try CSVReader(source)
        delimiter = reader.delimiter
        columns = try reader.next()?.texts ?? []
        var rows: [[String]] = []
        while rows.count < Self.rowsRead, let record = try reader.next() { rows.append(record.texts) }
        self.rows = rows
        var mapping = Self.mapping(columns, rows, wallClock, isSeries)
        var isUnclear = false
        if let found = mapping, let index = columns.firstIndex(of: found.startColumn), found.time != .epochSeconds {
            var texts = rows.compactMap { index < $0.count ? $0[index] : nil }
            var told = Self.dateOrder(texts)
            var count = rows.count
            while told == nil, count < Self.rowsReadForDates, let record = try reader.next() {
                count += 1
                guard index < record.count else { continue }
                let text = record.text(index)
                if texts.last != text { texts = [text] }
                if Self.dateOrder(texts) == .some(.dayFirst) || Self.dateOrder(texts) == .some(.monthFirst) {
                    told = Self.dateOrder(texts)
                }
            }
            mapping?.dateOrder = told ?? .dayFirst
            isUnclear = told == nil
        }
        self.mapping = mapping
        isDateOrderUnclear = isUnclear
    }

    /// The order that most texts have; nil when two fit alike.
    private static func dateOrder(_ texts: [String]) -> DateOrder? {
        let fits = DateOrder.allCases.map { order in (order, texts.count { order.fits($0) }) }
        let most = fits.map(\.1).max() ?? 0
        let best = fits.filter { $0.1 == most }.map(\.0)
        return most == 0 ? .iso : best.count == 1 ? best[0] : nil
    }

    private struct Column {
        let name: String
        let values: [String]

        var key: String { name.lowercased() }
        /// Half of its values, or more: one that is wrong among the first lines is for the check to name.
        func holds(_ test: (String) -> Bool) -> Bool {
            let count = values.count(where: test)
            return count > 0 && count * 2 >= values.count
        }
    }

    private static func mapping(
        _ names: [String], _ rows: [[String]], _ wallClock: String, _ isSeries: (String) -> Bool
    ) -> ColumnMapping? {
        let columns = names.enumerated().map { index, name in
            Column(name: name, values: rows.compactMap { index < $0.count && !$0[index].isEmpty ? $0[index] : nil })
        }
        let times = columns.compactMap { column in time(column, wallClock).map { (column, $0) } }
        guard let (start, time) = times.first(where: { timeNames.contains($0.0.key) }) ?? times.first else {
            return nil
        }
        let others = columns.filter { $0.name != start.name }
        let values = others.flatMap(\.values)
        let isDecimalComma =
            values.count { isNumber($0, true) && $0.contains(",") }
            > values.count { isNumber($0, false) && $0.contains(".") }
        // What a series' name heads, is that series.
        let headed = others.filter { isSeries($0.name) }
        if !headed.isEmpty {
            return ColumnMapping(
                layout: .wide(start: start.name, series: headed.map(\.name)), time: time,
                isDecimalComma: isDecimalComma)
        }
        let numbers = others.filter { $0.holds { isNumber($0, isDecimalComma) } }
        let quality = others.first { $0.holds { Quality(name: $0) != nil } }
        let series =
            others.first { seriesNames.contains($0.key) && $0.name != quality?.name }
            ?? others.first { column in
                column.name != quality?.name && column.holds { !isNumber($0, isDecimalComma) }
            }
        let valued = numbers.filter { $0.name != series?.name }
        guard let first = valued.first else { return nil }
        guard let series else {
            return ColumnMapping(
                layout: .wide(start: start.name, series: valued.map(\.name)), time: time,
                isDecimalComma: isDecimalComma)
        }
        let value = valued.first { valueNames.contains($0.key) } ?? first
        return ColumnMapping(
            layout: .long(series: series.name, start: start.name, value: value.name, quality: quality?.name),
            time: time, unit: unit(value.key), isDecimalComma: isDecimalComma)
    }

    private static func time(_ column: Column, _ wallClock: String) -> ColumnMapping.TimeFormat? {
        func reads(_ text: String, _ moment: (String) -> Timestamp?) -> Bool {
            DateOrder.allCases.contains { $0.iso(text).flatMap(moment) != nil }
        }
        if column.holds({ reads($0) { Timestamp(iso8601: $0) } }) { return .isoWithZone }
        if column.holds({ reads($0) { Timestamp(localISO8601: $0) } }) { return .isoLocal(timeZone: wallClock) }
        // 1973 to 2100: smaller whole numbers are readings.
        if column.holds({ Int64($0).map { (100_000_000...4_102_444_800).contains($0) } ?? false }) {
            return .epochSeconds
        }
        return nil
    }

    private static func isNumber(_ text: String, _ isDecimalComma: Bool) -> Bool {
        if case .success = GroupedNumber.read(Array(text.utf8)[...], isDecimalComma: isDecimalComma) {
            true
        } else {
            false
        }
    }

    private static func unit(_ name: String) -> ReadingsUnit {
        let words = Set(name.split { !$0.isLetter }.map { $0.lowercased() })
        return ReadingsUnit.allCases.first { $0 != .asStored && words.contains($0.rawValue.lowercased()) } ?? .asStored
    }
}
