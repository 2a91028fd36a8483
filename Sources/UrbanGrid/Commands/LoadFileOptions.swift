import ArgumentParser
import GridModel
import Operations

/// Where a command's load comes from.
struct LoadFileOptions: ParsableArguments {
    @Option(help: "A CSV file of load, plain or gzip: a column of times and one for each series.") var series: String
    @Option(help: "The column of the interval's start.") var start = "start"
    @Option(help: "Take only this column; may be repeated. Default: all but the times.") var column: [String] = []
    @Option(help: "Long form, one reading on a line: the column of the series' names.") var nameColumn: String?
    @Option(help: "Long form: the column of the values.") var value = "value"
    @Option(help: "\(LoadFile.unitNames.joined(separator: ", ")): mean power or energy of the interval.")
    var unit = "kW"
    @Flag(help: "Numbers are written 1,5 instead of 1.5.") var decimalComma = false
    @Option(help: "The IANA time zone of times in the file without one. Default: the city's.") var timeZone: String?

    /// - Parameter cityTimeZone: of the city's days and hours.
    func file(cityTimeZone: String) throws -> LoadFile {
        try LoadFile(
            path: series, start: start, columns: column.isEmpty ? nil : column, seriesColumn: nameColumn,
            valueColumn: value, unitName: unit, isDecimalComma: decimalComma,
            timeZone: timeZone ?? cityTimeZone)
    }
}
