import Forecasting
import GridModel
import Interchange

/// Reads a file of load into hourly columns of kW.
struct LoadFileReader {
    /// Over all series, so that a wrong year in one line cannot ask for all memory: 285 years of quarter hours.
    static let mostIntervals: Int64 = 10_000_000

    private let file: LoadFile
    private let now: Timestamp

    init(_ file: LoadFile, now: Timestamp) {
        self.file = file
        self.now = now
    }

    /// - Parameter progress: 0…1
    /// - Returns: the series in the order of the file. An hour with a missing interval is missing.
    /// - Throws: `ImportError` with every fault of the file, `LoadFileError`
    func read(progress: (Double) -> Void) throws -> [ForecastSeries] {
        let mapping = file.mapping(try file.timeFormat())
        let report = try ReadingsImport(mapping: mapping, now: now) { series($0, intervalSeconds: 60) }
            .dryRun(FileByteSource(path: file.path)) { progress($0.fraction / 2) }
        guard report.faults.isEmpty else { throw ImportError.faulty(report.faults) }
        var columns = try columns(for: report.series)
        let intervals = columns.mapValues(\.intervalSeconds)
        let reading = ReadingsImport(mapping: mapping, now: now) { name in
            series(name, intervalSeconds: intervals[name] ?? 60)
        }
        let source = try FileByteSource(path: file.path)
        _ = try reading.read(
            source, progress: { progress(0.5 + $0.fraction / 2) },
            deliver: { batches in
                for batch in batches {
                    for reading in batch.readings { columns[batch.series.externalName]?.put(reading) }
                }
            })
        return report.series.compactMap { finding in
            columns[finding.name].map { ForecastSeries(key: finding.name, load: $0.hourly) }
        }
    }

    private func columns(for findings: [SeriesFinding]) throws -> [String: IntervalColumn] {
        var columns: [String: IntervalColumn] = [:]
        var total: Int64 = 0
        for finding in findings {
            guard let first = finding.first, let last = finding.last else { continue }
            guard let interval = finding.inferredIntervalSeconds, 3600 % interval == 0,
                Series.acceptedIntervalSeconds.contains(interval)
            else {
                throw LoadFileError.unknownInterval(series: finding.name, seconds: finding.inferredIntervalSeconds)
            }
            let intervals = (last - first) / interval + 1
            total += intervals
            guard total <= Self.mostIntervals else {
                throw LoadFileError.tooLong(series: finding.name, intervals: intervals)
            }
            columns[finding.name] = IntervalColumn(
                from: first, to: last + interval, intervalSeconds: interval, isEnergy: file.isEnergy)
        }
        guard !columns.isEmpty else { throw LoadFileError.noReadings }
        return columns
    }

    /// What the file's readings are checked against: energy is not negative, power may be.
    private func series(_ name: String, intervalSeconds: Int64) -> Series {
        Series(
            id: SeriesID(0), externalName: name, name: name, subject: Subject(kind: .loadPoint, id: 0), zone: nil,
            quantity: file.isEnergy ? .activeEnergyImport : .netLoad, intervalSeconds: intervalSeconds, isDerived: false
        )
    }
}

/// One series' readings side by side, a place for each interval.
struct IntervalColumn {
    let intervalSeconds: Int64
    private let start: Timestamp
    private let isEnergy: Bool
    private var valuesOrNaN: [Double]

    /// - Parameters:
    ///   - from, to: widened to whole hours.
    ///   - intervalSeconds: divides an hour.
    init(from: Timestamp, to: Timestamp, intervalSeconds: Int64, isEnergy: Bool) {
        self.intervalSeconds = intervalSeconds
        self.isEnergy = isEnergy
        start = from.floored(toMultipleOf: 3600)
        let hours = (to - start + 3599) / 3600
        valuesOrNaN = Array(repeating: .nan, count: Int(hours * 3600 / intervalSeconds))
    }

    /// Of two readings of one interval the later in the file counts.
    mutating func put(_ reading: Reading) {
        let index = Int((reading.start - start) / intervalSeconds)
        if valuesOrNaN.indices.contains(index) { valuesOrNaN[index] = reading.value }
    }

    /// kW; missing where an interval of the hour is.
    var hourly: HourlySeries {
        let perHour = Int(3600 / intervalSeconds)
        let hours = stride(from: 0, to: valuesOrNaN.count, by: perHour).map { first in
            let sum = valuesOrNaN[first..<first + perHour].reduce(0, +)
            return isEnergy ? sum : sum / Double(perHour)
        }
        return HourlySeries(start: start, valuesOrNaN: hours)
    }
}
