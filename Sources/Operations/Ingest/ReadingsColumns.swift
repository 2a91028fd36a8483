import Interchange

/// Which column of a readings file means what, and how its values are written.
package struct ReadingsColumns: Hashable, Sendable {
    package enum Layout: Hashable, Sendable {
        /// A column for each series; nil: every column but the times'.
        case wide(columns: [String]?)
        /// One reading on a line: the columns of the series' names, of the values and, where there is one, of the
        /// qualities.
        case long(series: String, value: String, quality: String?)
    }

    private let start: String
    private let layout: Layout
    private let unit: ReadingsUnit
    private let isDecimalComma: Bool
    private let timeZone: String?

    /// - Parameters:
    ///   - unitName: of the values, see `unitNames`; nil: the unit that each series is stored in.
    ///   - timeZone: the clock of times without a zone; nil: times carry their own.
    /// - Throws: `UnknownUnit`
    package init(
        start: String, layout: Layout, unitName: String? = nil, isDecimalComma: Bool = false, timeZone: String? = nil
    ) throws {
        guard let unit = unitName.map({ ReadingsUnit(rawValue: $0) }) ?? .asStored else {
            throw UnknownUnit(name: unitName ?? "")
        }
        self.start = start
        self.layout = layout
        self.unit = unit
        self.isDecimalComma = isDecimalComma
        self.timeZone = timeZone
    }

    /// The units a file's values may be in.
    package static var unitNames: [String] { ReadingsUnit.allCases.filter { $0 != .asStored }.map(\.rawValue) }

    func mapping(of path: String) throws -> ColumnMapping {
        let columns: ColumnMapping.Layout =
            switch layout {
            case .wide(let columns): .wide(start: start, series: columns)
            case .long(let series, let value, let quality):
                .long(series: series, start: start, value: value, quality: quality)
            }
        return ColumnMapping(
            layout: columns,
            time: try .guess(from: FileByteSource(path: path), column: start, wallClock: timeZone),
            unit: unit, isDecimalComma: isDecimalComma)
    }
}

/// A unit that no readings have.
package struct UnknownUnit: Error, Hashable, CustomStringConvertible {
    let name: String

    package var description: String {
        "“\(name)” is not a unit; expected one of \(ReadingsColumns.unitNames.joined(separator: ", "))."
    }
}
