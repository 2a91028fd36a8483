import Interchange

/// Which column of a readings file means what, and how its values are written.
package struct ReadingsColumns: Hashable, Sendable, Codable {
    package enum Layout: Hashable, Sendable, Codable {
        /// A column for each series; nil: every column but the times'.
        case wide(columns: [String]?)
        /// One reading on a line: the columns of the series' names, of the values and, where there is one, of the
        /// qualities.
        case long(series: String, value: String, quality: String?)
    }

    /// What separates fields.
    package enum Delimiter: String, CaseIterable, Hashable, Sendable, Codable {
        case comma
        case semicolon
        case tab
    }

    /// How much of a file is read to see how it writes its times.
    private static let guessedBytes = 16 << 20

    /// The column of the interval's start.
    package let start: String
    package let layout: Layout
    package let isDecimalComma: Bool
    /// The clock of times without a zone; nil: times carry their own.
    package private(set) var timeZone: String?
    /// Nil: told from the first line.
    package let delimiter: Delimiter?
    private let unit: ReadingsUnit
    /// Nil: ISO 8601.
    private let dateOrder: DateOrder?
    /// Nil: told from the file's beginning.
    private let encoding: TextEncoding?

    /// - Parameters:
    ///   - unitName: of the values, see `unitNames`; nil: the unit that each series is stored in.
    ///   - timeZone: the clock of times without a zone; nil: times carry their own.
    ///   - delimiter: nil: told from the first line.
    ///   - dateFormatName: see `dateFormatNames`; nil: ISO 8601.
    ///   - encodingName: see `encodingNames`; nil: told from the file's beginning.
    /// - Throws: `UnknownName`
    package init(
        start: String, layout: Layout, unitName: String? = nil, isDecimalComma: Bool = false, timeZone: String? = nil,
        delimiter: Delimiter? = nil, dateFormatName: String? = nil, encodingName: String? = nil
    ) throws {
        guard let unit = unitName.map({ ReadingsUnit(rawValue: $0) }) ?? .asStored else {
            throw UnknownName(name: unitName ?? "", kind: "unit", known: Self.unitNames)
        }
        dateOrder = try dateFormatName.map {
            guard let order = DateOrder(rawValue: $0) else {
                throw UnknownName(name: $0, kind: "date format", known: Self.dateFormatNames)
            }
            return order
        }
        encoding = try encodingName.map {
            guard let encoding = TextEncoding(rawValue: $0) else {
                throw UnknownName(name: $0, kind: "encoding", known: Self.encodingNames)
            }
            return encoding
        }
        self.start = start
        self.layout = layout
        self.unit = unit
        self.isDecimalComma = isDecimalComma
        self.timeZone = timeZone
        self.delimiter = delimiter
    }

    /// A guess at what a file's columns mean.
    ///
    /// - Parameter isDateOrderKnown: whether the first lines tell it.
    init(_ mapping: ColumnMapping, delimiter: UInt8, encoding: TextEncoding, isDateOrderKnown: Bool) {
        self.encoding = encoding
        dateOrder = isDateOrderKnown ? mapping.dateOrder : nil
        switch mapping.layout {
        case .wide(let start, let series):
            self.start = start
            layout = .wide(columns: series)
        case .long(let series, let start, let value, let quality):
            self.start = start
            layout = .long(series: series, value: value, quality: quality)
        }
        unit = mapping.unit
        isDecimalComma = mapping.isDecimalComma
        if case .isoLocal(let zone) = mapping.time { timeZone = zone } else { timeZone = nil }
        self.delimiter = Delimiter.allCases.first { $0.byte == delimiter }
    }

    /// The units a file's values may be in.
    package static var unitNames: [String] { ReadingsUnit.allCases.filter { $0 != .asStored }.map(\.rawValue) }

    package static var dateFormatNames: [String] { DateOrder.allCases.map(\.rawValue) }
    package static var encodingNames: [String] { TextEncoding.allCases.map(\.rawValue) }

    package var dateFormatName: String? { dateOrder?.rawValue }
    package var encodingName: String? { encoding?.rawValue }

    /// Nil: the unit that each series is stored in.
    package var unitName: String? { unit == .asStored ? nil : unit.rawValue }

    func onClock(of zone: String) -> ReadingsColumns {
        var columns = self
        columns.timeZone = timeZone ?? zone
        return columns
    }

    /// A file's bytes as UTF-8.
    func decoded(_ source: any ByteSource, of path: String) throws(ImportError) -> any ByteSource {
        let found: TextEncoding
        if let encoding { found = encoding } else { found = try .guess(from: FileByteSource(path: path)) }
        return found == .utf8 ? source : DecodedByteSource(source, found)
    }

    func mapping(of path: String) throws(ImportError) -> ColumnMapping {
        let beginning = LimitedByteSource(
            try decoded(FileByteSource(path: path), of: path), limit: Self.guessedBytes, excess: .ignored)
        let columns: ColumnMapping.Layout =
            switch layout {
            case .wide(let columns): .wide(start: start, series: columns)
            case .long(let series, let value, let quality):
                .long(series: series, start: start, value: value, quality: quality)
            }
        let format = CSVFormat(delimiter: delimiter?.byte)
        return ColumnMapping(
            layout: columns,
            time: try .guess(
                from: beginning, column: start, wallClock: timeZone, dateOrder: dateOrder ?? .iso, format: format),
            dateOrder: dateOrder ?? .iso, unit: unit, isDecimalComma: isDecimalComma, format: format)
    }
}

extension ReadingsColumns.Delimiter {
    fileprivate var byte: UInt8 {
        switch self {
        case .comma: CSVFormat.comma
        case .semicolon: CSVFormat.semicolon
        case .tab: CSVFormat.tab
        }
    }
}

/// A name of a unit, date format or encoding that there is not.
package struct UnknownName: Error, Hashable, CustomStringConvertible {
    let name: String
    let kind: String
    let known: [String]

    package var description: String {
        "“\(name)” is not \("aeiou".contains(kind.prefix(1)) ? "an" : "a") \(kind); expected one of \(known.joined(separator: ", "))."
    }
}
