import Foundation
public import GridModel

/// The per-unit profiles that a network's loads and generators follow (`LoadProfile.csv`,
/// `RESProfile.csv`), kept once for all that share them.
public struct SimBenchProfiles: Hashable, Sendable {
    /// The start of the first interval, UTC.
    public let start: Timestamp
    public let intervalSeconds: Int64
    public let intervalCount: Int
    private let load: [String: [Double]]
    private let generation: [String: [Double]]

    /// kWh in each interval: rated power × profile × hours. Nil when the load has no profile.
    public func energy(of load: LoadPoint) -> [Double]? {
        scaled(load.profile.flatMap { self.load[$0] }, ratedKW: load.ratedKW)
    }

    public func energy(of generator: Generator) -> [Double]? {
        scaled(generator.profile.flatMap { generation[$0] }, ratedKW: generator.ratedKW)
    }

    private func scaled(_ profile: [Double]?, ratedKW: Double) -> [Double]? {
        let factor = ratedKW * Double(intervalSeconds) / 3600
        return profile?.map { $0 * factor }
    }

    init(
        start: Timestamp, intervalSeconds: Int64, intervalCount: Int, load: [String: [Double]],
        generation: [String: [Double]]
    ) {
        self.start = start
        self.intervalSeconds = intervalSeconds
        self.intervalCount = intervalCount
        self.load = load
        self.generation = generation
    }
}

extension SimBenchFolder {
    /// Reads the profiles that `network` names.
    ///
    /// SimBench's times (`31.12.2016 23:45`) are on the wall clock of Central Europe, summer time
    /// included: they skip an hour in March and show one twice in October.
    ///
    /// - Parameter calendar: of that clock; `Europe/Berlin` for SimBench's own profiles.
    /// - Throws: `ImportError.faulty` when a profile is missing, a value is no number or an interval
    ///   does not follow the one before.
    public func profiles(
        for network: GridNetwork, clock calendar: CityCalendar, progress: (ReadProgress) -> Void = { _ in }
    ) throws(ImportError) -> SimBenchProfiles {
        var faults = ImportFaults()
        let loadNames = Set(network.loadPoints.compactMap(\.profile))
        let generationNames = Set(network.generators.compactMap(\.profile))
        let load = try profileTable("LoadProfile", names: loadNames, suffix: "_pload", calendar, &faults, progress)
        let generation = try profileTable("RESProfile", names: generationNames, suffix: "", calendar, &faults, progress)
        let tables = [load, generation].filter { !$0.starts.isEmpty }
        guard let first = tables.first, first.starts.count > 1 else {
            if faults.isEmpty { faults.add(ImportFault(reason: "The folder has no profiles for this network")) }
            throw .faulty(faults)
        }
        for table in tables.dropFirst() where table.starts != first.starts {
            faults.add(ImportFault(reason: "LoadProfile and RESProfile do not have the same times"))
        }
        let step = first.starts[1] - first.starts[0]
        if !Series.acceptedIntervalSeconds.contains(step) {
            faults.add(ImportFault(reason: "Intervals of \(step) s are not stored"))
        }
        for (index, start) in first.starts.enumerated() where start != first.starts[0] + Int64(index) * step {
            faults.add(ImportFault(reason: "Row \(index + 1) of the profiles does not follow the one before"))
            break
        }
        guard faults.isEmpty else { throw .faulty(faults) }
        return SimBenchProfiles(
            start: first.starts[0], intervalSeconds: step, intervalCount: first.starts.count,
            load: load.columns, generation: generation.columns)
    }

    private typealias ProfileTable = (starts: [Timestamp], columns: [String: [Double]])

    private func profileTable(
        _ table: String, names: Set<String>, suffix: String, _ calendar: CityCalendar, _ faults: inout ImportFaults,
        _ progress: (ReadProgress) -> Void
    ) throws(ImportError) -> ProfileTable {
        guard !names.isEmpty else { return ([], [:]) }
        guard let file = fileName(of: table) else {
            faults.add(ImportFault(file: "\(table).csv", reason: "The file is missing"))
            return ([], [:])
        }
        let source = try FileByteSource(path: "\(path)/\(file)")
        let reader = try CSVReader(source, format: CSVFormat(delimiter: CSVFormat.semicolon))
        let header = try reader.next()?.texts ?? []
        var wanted: [(name: String, column: Int)] = []
        for name in names.sorted() {
            if let column = header.firstIndex(of: name + suffix) {
                wanted.append((name, column))
            } else {
                faults.add(ImportFault(file: file, line: 1, column: name + suffix, reason: "The column is missing"))
            }
        }
        guard let time = header.firstIndex(of: "time") else {
            faults.add(ImportFault(file: file, line: 1, column: "time", reason: "The column is missing"))
            return ([], [:])
        }
        var clock = LocalClock(calendar: calendar)
        var starts: [Timestamp] = []
        var columns: [[Double]] = Array(repeating: [], count: wanted.count)
        while let record = try reader.next() {
            guard record.count == header.count, record.problem == nil else {
                let reason = record.problem ?? "The line has \(record.count) fields, the header \(header.count)"
                faults.add(ImportFault(file: file, line: record.line, reason: reason))
                continue
            }
            let wall = SimBenchTime.read(record.trimmed(time))
            guard let wall, let start = clock.moment(of: wall, after: starts.last) else {
                let text = record.text(time)
                let reason =
                    wall == nil
                    ? "“\(text)” is not a time such as 31.12.2016 23:45"
                    : "The clock of \(calendar.timeZone.identifier) skips \(text)"
                faults.add(ImportFault(file: file, line: record.line, column: "time", reason: reason))
                continue
            }
            starts.append(start)
            for (index, profile) in wanted.enumerated() {
                if let value = DecimalText.double(record.trimmed(profile.column)) {
                    columns[index].append(value)
                } else {
                    let reason = "“\(record.text(profile.column))” is not a number"
                    faults.add(
                        ImportFault(file: file, line: record.line, column: header[profile.column], reason: reason))
                }
            }
            if starts.count % 1024 == 0 { progress(reader.progress) }
        }
        progress(reader.progress)
        return (starts, Dictionary(zip(wanted.map(\.name), columns)) { first, _ in first })
    }
}
