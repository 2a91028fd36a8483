import GridModel
import Telemetry

/// Turns records into readings and keeps account of them.
struct ReadingsParser {
    private struct Channel {
        let name: String
        let series: Series
        let validator: ReadingValidator
        var count = 0
        var first: Timestamp?
        var last: Timestamp?
        var previous: Timestamp?
        var leastStep: Int64?
    }

    /// A column that the header has.
    private struct Field {
        let index: Int
        let name: String
    }

    /// The columns a reading's parts came from.
    private struct Places {
        let series: String
        let start: String
        let value: Field

        func column(of part: ReadingFault.Field) -> String {
            switch part {
            case .series: series
            case .start: start
            case .value: value.name
            }
        }
    }

    private enum Plan {
        case long(series: Field, start: Field, value: Field, quality: Field?)
        case wide(start: Field, values: [(field: Field, channel: Int)])
    }

    private let mapping: ColumnMapping
    private let now: Timestamp
    private let closedBefore: Timestamp?
    private let resolve: (String) -> Series?
    private var times: TimeReader?
    private var plan: Plan?
    private var columns: [String] = []
    private var channels: [Channel] = []
    /// Nil: a name that means no series.
    private var channelOfName: [String: Int?] = [:]
    /// Of the wide layout's rows, of which there is one lane.
    private static let rowsLane = 0
    private var held = HeldRows()
    private var emptyValueCount = 0
    private(set) var rowCount = 0
    private(set) var faults = ImportFaults()
    /// How rows were taken that could be meant otherwise.
    private(set) var warnings = ImportFaults()
    private let whyUnknown: (String) -> String?
    private let onFault: (ImportFault) -> Void

    /// - Parameters:
    ///   - whyUnknown: what would have to be done for a name that means no series; nil: nothing to tell.
    ///   - onFault: told of every fault, also of those that are only counted.
    init(
        mapping: ColumnMapping, now: Timestamp, closedBefore: Timestamp?, resolve: @escaping (String) -> Series?,
        whyUnknown: @escaping (String) -> String? = { _ in nil }, onFault: @escaping (ImportFault) -> Void = { _ in }
    ) {
        self.onFault = onFault
        self.whyUnknown = whyUnknown
        self.mapping = mapping
        self.now = now
        self.closedBefore = closedBefore
        self.resolve = resolve
        times = TimeReader(mapping.time, mapping.dateOrder)
    }

    var allSeries: [Series] { channels.map(\.series) }

    mutating func noteMissingHeader() {
        add(ImportFault(reason: "The file has no line: expected a header and readings"))
    }

    /// Finds the mapped columns; false when there are faults.
    mutating func begin(_ header: CSVRecord) -> Bool {
        columns = header.texts
        if let problem = header.problem { note(header, nil, problem) }
        if times == nil, case .isoLocal(let zone) = mapping.time {
            add(ImportFault(reason: "“\(zone)” is not a time zone of the IANA database"))
        }
        switch mapping.layout {
        case .long(let series, let start, let value, let quality):
            let qualityField = quality.flatMap { field($0, header) }
            if let series = field(series, header), let start = field(start, header), let value = field(value, header) {
                plan = .long(series: series, start: start, value: value, quality: qualityField)
            }
        case .wide(let start, let series):
            guard let startField = field(start, header) else { break }
            let names = series ?? columns.enumerated().filter { $0.offset != startField.index }.map(\.element)
            var values: [(field: Field, channel: Int)] = []
            for name in names {
                guard let field = field(name, header) else { continue }
                if let channel = channel(name, header, column: name) { values.append((field, channel)) }
            }
            if names.isEmpty { note(header, nil, "There is no column with values") }
            plan = .wide(start: startField, values: values)
        }
        return faults.isEmpty
    }

    mutating func take(_ record: CSVRecord, _ emit: (Int, Reading) -> Void) {
        rowCount += 1
        if let problem = record.problem {
            note(record, nil, problem)
            return
        }
        guard record.count == columns.count else {
            note(record, nil, "The line has \(record.count) fields, the header \(columns.count)")
            return
        }
        switch plan {
        case .long(let series, let start, _, _):
            guard let channel = channel(record.text(series.index), record, column: series.name) else { return }
            place(record, start, lane: channel, emit)
        case .wide(let start, _): place(record, start, lane: Self.rowsLane, emit)
        case nil: break
        }
    }

    /// Settles what is held at the end of the file.
    mutating func finish(_ emit: (Int, Reading) -> Void) {
        for lane in held.waiting { settle(lane, before: nil, emit) }
    }

    func report(preview: [[String]]) -> ReadingsReport {
        ReadingsReport(
            columns: columns, preview: preview, rowCount: rowCount,
            readingCount: channels.reduce(0) { $0 + $1.count }, emptyValueCount: emptyValueCount, faults: faults,
            warnings: warnings,
            series: channels.map {
                SeriesFinding(
                    name: $0.name, series: $0.series, readingCount: $0.count, first: $0.first, last: $0.last,
                    inferredIntervalSeconds: $0.leastStep)
            })
    }

    /// Takes a row whose moment is known, after those that waited for it; else lets it wait.
    private mutating func place(_ record: CSVRecord, _ start: Field, lane: Int, _ emit: (Int, Reading) -> Void) {
        switch time(start, record) {
        case .moment(let moment):
            if held.isWaiting(lane) { settle(lane, before: moment, emit) }
            if isOnClock { held.note(moment, in: lane) }
            take(record, at: moment, lane, emit)
        case .repeated(let times):
            if held.isWaiting(lane, otherThan: times.first) { settle(lane, before: times.first, emit) }
            let row = HeldRows.Row(record: record, times: times, text: record.text(start.index))
            if !held.hold(row, in: lane) {
                note(record, start.name, repeatedHour.tooManyWait(row.text))
            }
        case nil: break
        }
    }

    /// - Parameter next: the moment of the row that follows those that are held; nil at the end.
    private mutating func settle(_ lane: Int, before next: Timestamp?, _ emit: (Int, Reading) -> Void) {
        let (previous, rows) = held.take(lane)
        guard let first = rows.first, let last = rows.last else { return }
        let times = RepeatedTimes(
            pairs: rows.map(\.times), before: previous, after: next, intervalSeconds: intervalSeconds(of: lane))
        let moments: [Timestamp]
        switch times.answer {
        case .told(let told): moments = told
        case .assumed(let assumed):
            moments = assumed
            let rowsText = rows.count == 1 ? "" : "\(rows.count) rows to line \(last.record.line): "
            warnings.add(
                ImportFault(
                    line: first.record.line, column: startName,
                    reason: seriesPrefix(lane) + rowsText + repeatedHour.taken(first.text, last.text)))
        case .untold:
            for row in rows { note(row.record, startName, repeatedHour.untold(row.text)) }
            return
        }
        for (row, moment) in zip(rows, moments) {
            held.note(moment, in: lane)
            take(row.record, at: moment, lane, emit)
        }
    }

    private var repeatedHour: RepeatedHourText {
        if case .isoLocal(let zone) = mapping.time {
            RepeatedHourText(zone: zone)
        } else {
            RepeatedHourText(zone: "UTC")
        }
    }

    private var isOnClock: Bool { if case .isoLocal = mapping.time { true } else { false } }

    private var startName: String? {
        switch plan {
        case .long(_, let start, _, _), .wide(let start, _): start.name
        case nil: nil
        }
    }

    private func seriesPrefix(_ lane: Int) -> String {
        if case .long = plan { "“\(channels[lane].name)”: " } else { "" }
    }

    private func intervalSeconds(of lane: Int) -> Int64 {
        switch plan {
        case .long: channels[lane].series.intervalSeconds
        case .wide(_, let values): values.map { channels[$0.channel].series.intervalSeconds }.min() ?? 0
        case nil: 0
        }
    }

    /// Takes the values of a row.
    private mutating func take(
        _ record: CSVRecord, at moment: Timestamp, _ lane: Int, _ emit: (Int, Reading) -> Void
    ) {
        switch plan {
        case .long(let series, let start, let value, let quality):
            var reached = Quality.measured
            if let quality, case let text = record.text(quality.index), !text.isEmpty {
                guard let named = Quality(name: text) else {
                    let known = Quality.allCases.map(\.name).joined(separator: ", ")
                    note(record, quality.name, "“\(text)” is not a quality: expected one of \(known)")
                    return
                }
                reached = named
            }
            let places = Places(series: series.name, start: start.name, value: value)
            takeValue(places, of: record, at: moment, reached, lane, emit)
        case .wide(_, let values):
            for (field, channel) in values {
                // The time may suit other series of the row: its column would not say which one it does not suit.
                let places = Places(series: field.name, start: field.name, value: field)
                takeValue(places, of: record, at: moment, .measured, channel, emit)
            }
        case nil: break
        }
    }

    private mutating func takeValue(
        _ places: Places, of record: CSVRecord, at start: Timestamp, _ quality: Quality, _ channel: Int,
        _ emit: (Int, Reading) -> Void
    ) {
        if let previous = channels[channel].previous, start > previous {
            channels[channel].leastStep = min(channels[channel].leastStep ?? .max, start - previous)
        }
        channels[channel].previous = start
        let field = places.value
        let text = record.trimmed(field.index)
        guard !text.isEmpty else {
            emptyValueCount += 1
            return
        }
        let number: Double
        switch GroupedNumber.read(text, isDecimalComma: mapping.isDecimalComma) {
        case .success(let read): number = read
        case .failure(let fault):
            note(record, field.name, "“\(record.text(field.index))” \(fault.reason)")
            return
        }
        let reading = Reading(start: start, value: mapping.unit.stored(number), quality: quality)
        guard channels[channel].validator.isAccepted(reading) else {
            for fault in channels[channel].validator.faults(in: reading) {
                note(record, places.column(of: fault.field), "\(fault.message) Expected \(fault.expected)")
            }
            return
        }
        channels[channel].count += 1
        channels[channel].first = min(channels[channel].first ?? start, start)
        channels[channel].last = max(channels[channel].last ?? start, start)
        emit(channel, reading)
    }

    private mutating func time(_ field: Field, _ record: CSVRecord) -> TimeReader.Time? {
        switch times?.read(record.trimmed(field.index)) {
        case .success(.moment(let moment)) where !Timestamp.acceptedRange.contains(moment):
            note(record, field.name, "The time lies outside 1900 to 2200")
        case .success(let time): return time
        case .failure(let fault): note(record, field.name, fault.reason)
        case nil: break
        }
        return nil
    }

    private mutating func channel(_ name: String, _ record: CSVRecord, column: String) -> Int? {
        if let known = channelOfName[name] {
            if known == nil { note(record, column, unknown(name)) }
            return known
        }
        // What a hostile file can make us remember is bounded.
        if channelOfName.count >= 1_000_000 { channelOfName.removeAll() }
        // An export writes “=x” as “'=x”, so that no spreadsheet takes it for a formula.
        var found: (name: String, series: Series)?
        for meaning in [TextBytes.unguarded(csvField: name), name] where found == nil {
            if let meaning, let series = resolve(meaning) { found = (meaning, series) }
        }
        guard let (meant, series) = found else {
            channelOfName[name] = .some(nil)
            note(record, column, unknown(name))
            return nil
        }
        if !mapping.unit.fits(series.quantity) {
            let reason = "“\(name)” is stored in \(series.quantity.unit): \(mapping.unit.rawValue) does not fit"
            channelOfName[name] = .some(nil)
            note(record, column, reason)
            return nil
        }
        channels.append(
            Channel(
                name: meant, series: series,
                validator: ReadingValidator(series: series, now: now, closedBefore: closedBefore)))
        channelOfName[name] = channels.count - 1
        return channels.count - 1
    }

    private func unknown(_ name: String) -> String {
        "“\(name)” names no series" + (whyUnknown(name).map { ": \($0)" } ?? "")
    }

    private mutating func field(_ name: String, _ header: CSVRecord) -> Field? {
        let places = columns.indices.filter { columns[$0] == name }
        if places.count == 1 { return Field(index: places[0], name: name) }
        note(header, name, places.isEmpty ? "The column is missing" : "There are \(places.count) columns of this name")
        return nil
    }

    private mutating func note(_ record: CSVRecord, _ column: String?, _ reason: String) {
        add(ImportFault(line: record.line, column: column, reason: reason))
    }

    private mutating func add(_ fault: ImportFault) {
        faults.add(fault)
        onFault(fault)
    }
}
