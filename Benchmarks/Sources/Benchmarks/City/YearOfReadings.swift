import Foundation
import GridModel
import Interchange
import Telemetry

/// 139 load points, one year, every quarter of an hour, in kWh at a meter's resolution of 0.001.
///
/// Made of the demo city's hourly loads, the same on every machine: within an hour the load runs along the
/// slope between its neighbours, with a seeded noise of up to 8 % on every quarter.
struct YearOfReadings: Sendable {
    static let intervalSeconds: Int64 = 900

    let start: Timestamp
    /// Each as long as the others.
    let loads: [[Double]]

    var seriesCount: Int { loads.count }
    var valuesPerSeries: Int { loads.first?.count ?? 0 }
    var readingCount: Int { seriesCount * valuesPerSeries }
    var span: TimeSpan { TimeSpan(start: start, end: start + Int64(valuesPerSeries) * Self.intervalSeconds) }

    func column(_ series: Int) -> ReadingColumn {
        ReadingColumn(start: start, intervalSeconds: Self.intervalSeconds, values: loads[series])
    }

    /// - Parameters:
    ///   - folder: `data/demo`.
    ///   - count: of series; nil: one for each load point. Beyond these they are the same loads with other noise.
    static func fromDemoCity(_ folder: URL, seriesCount count: Int? = nil) throws -> YearOfReadings {
        var hours: [[Reading]] = []
        var series: [String: Series] = [:]
        let file = folder.appending(path: "readings/load_kwh.csv.gz").standardizedFileURL
        let mapping = ColumnMapping(layout: .wide(start: "start_utc", series: nil), time: .isoWithZone)
        let reader = ReadingsImport(mapping: mapping, now: Timestamp.acceptedRange.upperBound - 1) { name in
            let one = Series(
                id: SeriesID(Int64(series.count)), externalName: name, name: name,
                subject: .asset(.loadPoint, AssetID(1)), zone: nil, quantity: .activeEnergyImport,
                intervalSeconds: 3600, isDerived: false)
            series[name] = one
            return one
        }
        _ = try reader.read(FileByteSource(path: file.path)) { batches in
            for batch in batches {
                let index = Int(batch.series.id.rawValue)
                while hours.count <= index { hours.append([]) }
                hours[index] += batch.readings
            }
        }
        guard let first = hours.first?.first, let length = hours.map(\.count).min(), length > 1 else {
            throw OptionError("\(file.path) holds no readings")
        }
        var noise = SplitMix(state: 2026)
        return YearOfReadings(
            start: first.start,
            loads: (0..<(count ?? hours.count)).map {
                quarters(of: hours[$0 % hours.count].prefix(length).map(\.value), &noise)
            })
    }

    private static func quarters(of hours: [Double], _ noise: inout SplitMix) -> [Double] {
        hours.indices.flatMap { hour -> [Double] in
            let slope = (hours[min(hour + 1, hours.count - 1)] - hours[max(hour - 1, 0)]) / 2
            return [-0.375, -0.125, 0.125, 0.375].map { offset in
                let energy = (hours[hour] + offset * slope) / 4 * (1 + Double.random(in: -0.08...0.08, using: &noise))
                return max(0, (energy * 1000).rounded() / 1000)
            }
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
