public import GridModel
import Telemetry

/// A pass over a Green Button file: an Atom feed of NAESB ESPI (REQ.21) resources.
///
/// Usage points, meter readings and reading types stand before the interval blocks that they explain. A block's
/// place names its meter reading; the series is the one called as the usage point (its title, or the number at
/// the end of its path) or as the meter reading. Times are seconds since 1970 in UTC, as the standard says.
public final class GreenButtonReadings: ReadingsPass {
    private struct Channel {
        let name: String
        let series: Series
        let kind: GreenButtonKind
        let validator: ReadingValidator
        var count = 0
        var first: Timestamp?
        var last: Timestamp?
    }

    /// An interval's parts as they come in.
    private struct Interval {
        var start: Int64?
        var duration: Int64?
        var value: Int64?
        var quality: Int64?
    }

    private let reader: XMLReader
    private let gathers: Bool
    private let previewRows: Int
    private let now: Timestamp
    private let closedBefore: Timestamp?
    private let aliases: [String: String]
    private let resolve: (String) -> Series?
    private let whyUnknown: (String) -> String?
    private let onFault: (ImportFault) -> Void
    private var path: [String] = []
    private var feed = GreenButtonFeed()
    private var entry = GreenButtonFeed.Entry()
    private var kind = GreenButtonKind()
    private var channels: [Channel] = []
    private var channelOfReading: [String: Int?] = [:]
    /// Of the block at hand; nil before its first interval, and when it means no series.
    private var channel: Int?
    private var isBlockPlaced = false
    /// Where the next interval starts that does not say so itself.
    private var nextStart: Int64?
    private var interval = Interval()
    private var batch = ReadingsBatch()
    private var preview: [[String]] = []
    private var rowCount = 0
    private var emptyValueCount = 0
    private var isDone = false
    public private(set) var faults = ImportFaults()

    /// - Parameters:
    ///   - file: what it is called in errors.
    ///   - closedBefore: nothing that begins earlier is accepted; nil: nothing is closed.
    ///   - aliases: names of series by what the file calls them.
    ///   - resolve: the series of a name.
    ///   - whyUnknown: what would have to be done for a name that means no series; nil: nothing to tell.
    ///   - onFault: told of every fault in the order of the file; the report keeps the first ones.
    public init(
        _ source: any ByteSource, file: String, now: Timestamp, closedBefore: Timestamp? = nil, gathers: Bool,
        previewRows: Int = 20, aliases: [String: String] = [:], resolve: @escaping (String) -> Series?,
        whyUnknown: @escaping (String) -> String? = { _ in nil },
        onFault: @escaping (ImportFault) -> Void = { _ in }
    ) throws(ImportError) {
        reader = try XMLReader(source, file: file)
        self.now = now
        self.closedBefore = closedBefore
        self.gathers = gathers
        self.previewRows = previewRows
        self.aliases = aliases
        self.resolve = resolve
        self.whyUnknown = whyUnknown
        self.onFault = onFault
    }

    public var progress: ReadProgress { reader.progress }

    public var report: ReadingsReport {
        ReadingsReport(
            columns: ["series", "start", "value", "quality"], preview: preview, rowCount: rowCount,
            readingCount: channels.reduce(0) { $0 + $1.count }, emptyValueCount: emptyValueCount, faults: faults,
            warnings: ImportFaults(),
            series: channels.map {
                SeriesFinding(
                    name: $0.name, series: $0.series, readingCount: $0.count, first: $0.first, last: $0.last,
                    inferredIntervalSeconds: $0.kind.intervalSeconds)
            })
    }

    public func advance(rows: Int, readings: Int) throws(ImportError) -> Bool {
        let before = rowCount
        while !isDone, rowCount - before < rows, batch.count < readings {
            guard let event = try reader.next() else {
                isDone = true
                if rowCount == 0, faults.isEmpty { note(nil, nil, "The file has no IntervalReading of ESPI") }
                break
            }
            take(event)
            if gathers, !faults.isEmpty { isDone = true }
        }
        return !isDone
    }

    public func takeReadings() -> [SeriesReadings] { batch.drain(channels.map(\.series)) }

    // MARK: Elements

    private func take(_ event: XMLReader.Event) {
        let name = event.name.split(separator: " ").last.map(String.init) ?? ""
        guard let text = event.text else {
            path.append(name)
            return begin(name, event)
        }
        path.removeLast()
        end(name, text, event.line)
    }

    private func begin(_ name: String, _ event: XMLReader.Event) {
        switch name {
        case "entry": entry = GreenButtonFeed.Entry()
        case "link":
            guard let place = event.attributes["href"] else { return }
            switch event.attributes["rel"] {
            case "self": entry.path = place
            case "up": entry.up = place
            case "related": entry.related.append(place)
            default: break
            }
        case "ReadingType": kind = GreenButtonKind()
        case "IntervalBlock":
            channel = nil
            isBlockPlaced = false
            nextStart = nil
        case "IntervalReading": interval = Interval()
        default: break
        }
    }

    private func end(_ name: String, _ text: String, _ line: Int) {
        switch (path.last, name) {
        case ("entry", "title"): entry.title = text
        case (_, "UsagePoint"): feed.addPoint(entry)
        case (_, "MeterReading"): feed.addReading(entry)
        case (_, "ReadingType"): feed.addKind(kind, entry)
        case ("ReadingType", "uom"): kind.unit = number(name, text, line) ?? kind.unit
        case ("ReadingType", "powerOfTenMultiplier"): kind.powerOfTen = number(name, text, line) ?? kind.powerOfTen
        case ("ReadingType", "flowDirection"): kind.flow = number(name, text, line) ?? kind.flow
        case ("ReadingType", "accumulationBehaviour"): kind.accumulation = number(name, text, line)
        case ("ReadingType", "intervalLength"): kind.intervalSeconds = number(name, text, line)
        case ("interval", "start"): nextStart = number(name, text, line)
        case ("timePeriod", "start"): interval.start = number(name, text, line)
        case ("timePeriod", "duration"): interval.duration = number(name, text, line)
        case ("ReadingQuality", "quality"): interval.quality = number(name, text, line)
        case ("IntervalReading", "value"): interval.value = number(name, text, line)
        case (_, "IntervalReading"): finishInterval(line)
        default: break
        }
    }

    private func number(_ name: String, _ text: String, _ line: Int) -> Int64? {
        if let number = Int64(text), abs(number) <= 1 << 48 { return number }
        note(line, name, "“\(text.prefix(40))” is not a whole number of at most 48 bits")
        return nil
    }

    // MARK: Readings

    private func finishInterval(_ line: Int) {
        rowCount += 1
        if !isBlockPlaced {
            isBlockPlaced = true
            channel = placedChannel(line)
        }
        guard let channel else { return }
        let target = channels[channel]
        let seconds = interval.duration ?? target.kind.intervalSeconds ?? target.series.intervalSeconds
        guard let start = interval.start ?? nextStart else {
            return note(line, "timePeriod", "The interval has no start, and its block none either")
        }
        nextStart = start + seconds
        if preview.count < previewRows {
            preview.append([
                target.name, Timestamp(secondsSinceEpoch: start).iso8601, interval.value.map(String.init) ?? "",
                interval.quality.map(String.init) ?? "",
            ])
        }
        guard seconds == target.series.intervalSeconds else {
            return note(
                line, "duration",
                "The interval has \(seconds) s, those of the series \(target.series.intervalSeconds) s")
        }
        guard let value = interval.value else {
            emptyValueCount += 1
            return
        }
        guard let quality = GreenButtonKind.quality(interval.quality ?? 0) else {
            return note(line, "quality", "\(interval.quality ?? 0) is no QualityOfReading that a reading can have")
        }
        let reading = Reading(
            start: Timestamp(secondsSinceEpoch: start), value: target.kind.stored(value), quality: quality)
        guard Timestamp.acceptedRange.contains(reading.start) else {
            return note(line, "start", "The time lies outside 1900 to 2200")
        }
        guard target.validator.isAccepted(reading) else {
            for fault in target.validator.faults(in: reading) {
                note(line, fault.field == .value ? "value" : "start", "\(fault.message) Expected \(fault.expected)")
            }
            return
        }
        channels[channel].count += 1
        channels[channel].first = min(target.first ?? reading.start, reading.start)
        channels[channel].last = max(target.last ?? reading.start, reading.start)
        if gathers { batch.add(reading, to: channel) }
    }

    private func placedChannel(_ line: Int) -> Int? {
        guard let reading = feed.reading(of: entry) else {
            note(line, "IntervalBlock", "The block's links name no MeterReading that stands before it")
            return nil
        }
        if let known = channelOfReading[reading] { return known }
        let made = makeChannel(reading, line)
        channelOfReading[reading] = .some(made)
        return made
    }

    private func makeChannel(_ reading: String, _ line: Int) -> Int? {
        let names = feed.names(of: reading)
        guard let kind = feed.kind(of: reading) else {
            note(line, "IntervalBlock", "No ReadingType that its MeterReading names stands before the block")
            return nil
        }
        let wanted = names.lazy.compactMap { self.aliases[$0] }.first.map { [$0] } ?? names
        guard let series = wanted.lazy.compactMap({ self.resolve($0) }).first else {
            let why = wanted.first.flatMap { whyUnknown($0) }.map { ": \($0)" } ?? ""
            note(line, "UsagePoint", "\(wanted.map { "“\($0)”" }.joined(separator: ", ")) names no series\(why)")
            return nil
        }
        if let objection = kind.objection(to: series.quantity) {
            note(line, "ReadingType", objection)
            return nil
        }
        channels.append(
            Channel(
                name: names.first ?? series.externalName, series: series, kind: kind,
                validator: ReadingValidator(series: series, now: now, closedBefore: closedBefore)))
        return channels.count - 1
    }

    private func note(_ line: Int?, _ column: String?, _ reason: String) {
        let fault = ImportFault(line: line, column: column, reason: reason)
        faults.add(fault)
        onFault(fault)
    }
}
