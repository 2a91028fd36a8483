package import Foundation
import GridModel
import Interchange
import Telemetry

/// The folder of the demo city's files.
package struct DemoFolder: Sendable {
    let folder: URL
    let manifest: DemoManifest

    /// - Throws: when the folder or its manifest cannot be read.
    package init(_ folder: URL) throws {
        self.folder = folder
        manifest = try DemoManifest.read(folder)
    }

    package var code: String { manifest.code }
    package var timeZone: String { manifest.timeZone }

    func path(_ file: DemoManifest.File) -> String { folder.appendingPathComponent(file.path).path }

    /// Every reading of the year, by series; source times moved by `shift`.
    func readings(
        of files: [DemoManifest.File], series: [String: Series], shift: DemoShift
    ) throws -> [SeriesID: (series: Series, readings: [Reading])] {
        var all: [SeriesID: (series: Series, readings: [Reading])] = [:]
        try forEachBatch(of: files, series: series) { batch in
            all[batch.series.id, default: (batch.series, [])].readings += batch.readings.map {
                Reading(start: shift.shifted($0.start), value: $0.value, quality: $0.quality)
            }
        }
        return all
    }

    /// The readings whose interval has ended by `now`, as columns; source times moved by `shift`.
    func columns(
        of files: [DemoManifest.File], series: [String: Series], shift: DemoShift, endingBy now: Timestamp
    ) throws -> [SeriesID: [ReadingColumn]] {
        var builders: [SeriesID: ReadingColumnBuilder] = [:]
        var done: [SeriesID: [ReadingColumn]] = [:]
        try forEachBatch(of: files, series: series) { batch in
            let (id, interval) = (batch.series.id, batch.series.intervalSeconds)
            for reading in batch.readings {
                let start = shift.shifted(reading.start)
                guard start + interval <= now else { continue }
                let moved = Reading(start: start, value: reading.value, quality: reading.quality)
                while !builders[id, default: ReadingColumnBuilder(intervalSeconds: interval)].append(moved) {
                    if let column = builders[id]?.finish() { done[id, default: []].append(column) }
                }
            }
        }
        for (id, builder) in builders {
            var builder = builder
            if let column = builder.finish() { done[id, default: []].append(column) }
        }
        return done
    }

    private func forEachBatch(
        of files: [DemoManifest.File], series: [String: Series], _ visit: (SeriesReadings) -> Void
    ) throws {
        for file in files {
            let mapping = ColumnMapping(
                layout: .wide(start: file.timeColumn ?? "start_utc", series: file.columns?.map(\.column)),
                time: .isoWithZone)
            let reader = ReadingsImport(mapping: mapping, now: manifest.sourceEnd) { series[$0] }
            _ = try reader.read(FileByteSource(path: path(file)), batchReadings: 200_000) { batches in
                for batch in batches { visit(batch) }
            }
        }
    }

    /// The faults that were put in on purpose, on the shifted clock.
    func faults(shift: DemoShift) throws -> [DemoFault] {
        let reader = try CSVReader(FileByteSource(path: path(manifest.files.faults)))
        var faults: [DemoFault] = []
        _ = try reader.next()
        while let record = try reader.next() {
            guard let start = Timestamp(iso8601: record.text(1)), let end = Timestamp(iso8601: record.text(2)) else {
                throw DemoError.unreadable("faults.csv, line \(record.line): expected two times in ISO 8601")
            }
            faults.append(
                DemoFault(
                    asset: record.text(0), kind: record.text(3), start: shift.shifted(start), end: shift.shifted(end),
                    description: record.text(4)))
        }
        return faults
    }

    /// What is to be said wherever the demo's data are shown.
    package func description(shift: DemoShift) throws -> DemoDescription {
        // The manifest cannot know how far its year is moved.
        func told(_ text: String) -> String { text.replacing("{weeks}", with: String(shift.weeks)) }
        return DemoDescription(
            title: manifest.name,
            notices: manifest.notices.map { DemoNotice(title: told($0.title), text: told($0.text)) },
            licences: manifest.licences.map {
                DemoLicence(name: $0.name, licence: $0.licence, url: $0.url, attribution: $0.attribution)
            },
            shiftedByWeeks: Int(shift.weeks), sourceStart: manifest.sourceStart, sourceEnd: manifest.sourceEnd,
            replayEndsAt: shift.shifted(manifest.sourceEnd), faults: try faults(shift: shift))
    }
}

/// Why the demo city cannot be loaded.
package enum DemoError: Error, CustomStringConvertible {
    case unreadable(String)

    package var description: String {
        switch self {
        case .unreadable(let what): "The demo city's files are damaged: \(what)."
        }
    }
}
