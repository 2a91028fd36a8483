import GridModel
import Interchange

/// A CSV file of load: where it lies and what its columns mean.
package struct LoadFile: Hashable, Sendable {
    let path: String
    private(set) var layout: ColumnMapping.Layout
    let unit: ReadingsUnit
    let isDecimalComma: Bool
    /// The wall clock of times without a zone.
    let timeZone: String

    /// - Parameters:
    ///   - columns: wide form, a column for each series; nil: every column but the times'.
    ///   - seriesColumn: long form, one reading on a line: the column of the series' names.
    ///   - unitName: kW, MW, W (mean power) or kWh, MWh, Wh (energy of the interval).
    /// - Throws: `LoadFileError.unknownUnit`
    package init(
        path: String, start: String, columns: [String]?, seriesColumn: String?, valueColumn: String, unitName: String,
        isDecimalComma: Bool, timeZone: String
    ) throws {
        guard let unit = ReadingsUnit(rawValue: unitName), unit != .asStored else {
            throw LoadFileError.unknownUnit(unitName)
        }
        self.path = path
        layout =
            seriesColumn.map { .long(series: $0, start: start, value: valueColumn, quality: nil) }
            ?? .wide(start: start, series: columns)
        self.unit = unit
        self.isDecimalComma = isDecimalComma
        self.timeZone = timeZone
    }

    package static var unitNames: [String] {
        ReadingsUnit.allCases.filter { $0 != .asStored }.map(\.rawValue)
    }

    /// Of a wide file, the columns that a model knows, where it knows any: others may not be load.
    func restricted(to known: [String]) throws -> LoadFile {
        guard case .wide(let start, nil) = layout else { return self }
        let header = try CSVReader(FileByteSource(path: path)).next()?.texts ?? []
        let columns = header.filter(Set(known).contains)
        var file = self
        if !columns.isEmpty { file.layout = .wide(start: start, series: columns) }
        return file
    }

    /// Energy is summed over an hour, power averaged.
    var isEnergy: Bool { unit.fits(.activeEnergyImport) }

    func mapping(_ time: ColumnMapping.TimeFormat) -> ColumnMapping {
        ColumnMapping(layout: layout, time: time, unit: unit, isDecimalComma: isDecimalComma)
    }

    var startColumn: String {
        switch layout {
        case .long(_, let start, _, _), .wide(let start, _): start
        }
    }

    func timeFormat() throws -> ColumnMapping.TimeFormat {
        try .guess(from: FileByteSource(path: path), column: startColumn, wallClock: timeZone)
    }
}

/// Why no load can be read from a file.
package enum LoadFileError: Error, Hashable, CustomStringConvertible {
    case unknownUnit(String)
    case unknownInterval(series: String, seconds: Int64?)
    case tooLong(series: String, intervals: Int64)
    case noReadings
    case noModel(path: String)
    case cannotWrite(path: String)

    package var description: String {
        switch self {
        case .unknownUnit(let name):
            "“\(name)” is not a unit of load; expected one of \(LoadFile.unitNames.joined(separator: ", "))."
        case .unknownInterval(let series, let seconds):
            "The readings of “\(series)” lie \(seconds.map { "\($0) s" } ?? "nowhere") apart; expected an hour, or 60, "
                + "300, 600, 900, 1200 or 1800 s."
        case .tooLong(let series, let intervals):
            "From its first to its last reading “\(series)” spans \(intervals) intervals; expected at most "
                + "\(LoadFileReader.mostIntervals)."
        case .noReadings: "The file has no readings."
        case .noModel(let path): "There is no model in “\(path)”: `urbangrid train` makes one."
        case .cannotWrite(let path): "“\(path)” cannot be written: expected a file in a folder that is there."
        }
    }
}
