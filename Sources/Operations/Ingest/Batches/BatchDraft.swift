import GridModel
import Telemetry

/// A batch being taken apart: each reading checked as it comes, the sound ones in columns, the others named.
package struct BatchDraft {
    /// A reading whose series this process did not know when it came.
    struct Unplaced {
        let target: IncomingReading.Target
        let proposal: SeriesProposal?
        let reading: Reading
        /// Its place among those sent.
        let index: Int
        let place: String
    }

    private static let maximumUnplaced = 50_000

    private let names: SeriesNames
    private let now: Timestamp
    private var validators: [ReadingValidator]
    private(set) var sound = ReadingBatch()
    private(set) var unplaced: [Unplaced] = []
    private var faults: [ReadingFault] = []
    private var refused = 0
    /// Which part of what was sent the next ones are, put before what is wrong with them; empty: all of it.
    var place = ""

    init(names: SeriesNames, now: Timestamp) {
        self.names = names
        self.now = now
        validators = names.kinds.map {
            ReadingValidator(series: $0, now: now, closedBefore: names.closedBefore, oldestDays: names.oldestDays)
        }
    }

    /// - Parameters:
    ///   - name: UTF-8.
    ///   - index: its place among those sent.
    ///   - proposal: how the series would be registered; asked for only when it is unknown.
    mutating func add(
        _ name: UnsafeBufferPointer<UInt8>, _ reading: Reading, at index: Int, proposal: () -> SeriesProposal?
    ) {
        if let entry = names.find(name) {
            add(entry.id, reading, at: index, validators[entry.kind], seriesField: "series")
        } else if let text = String(validating: name, as: UTF8.self) {
            leave(
                Unplaced(
                    target: .externalName(text), proposal: proposal(), reading: reading, index: index, place: place))
        } else {
            refuse(at: index, "series", "The name of the series is not UTF-8.", expected: "UTF-8")
        }
    }

    mutating func add(_ item: IncomingReading, at index: Int) {
        guard let entry = names.find(item.target) else {
            return leave(
                Unplaced(target: item.target, proposal: nil, reading: item.reading, index: index, place: place))
        }
        add(entry.id, item.reading, at: index, validators[entry.kind], seriesField: item.target.field)
    }

    /// The unknown series, each once, with what is said of it first, in the order of the batch.
    var unplacedTargets: [(key: IncomingReading.Target, value: SeriesProposal?)] {
        var seen = Set<IncomingReading.Target>()
        return unplaced.filter { seen.insert($0.target).inserted }.map { ($0.target, $0.proposal) }
    }

    /// Checks the readings that were left against what has become known of their series since.
    /// - Parameters:
    ///   - others: series that the names do not hold.
    ///   - failures: why some series cannot be had.
    mutating func settle(
        _ fresh: SeriesNames, others: [IncomingReading.Target: Series],
        failures: [IncomingReading.Target: UnknownSeries]
    ) {
        let left = unplaced
        unplaced = []
        validators = fresh.kinds.map {
            ReadingValidator(series: $0, now: now, closedBefore: fresh.closedBefore, oldestDays: fresh.oldestDays)
        }
        for item in left {
            let field = item.target.field
            place = item.place
            defer { place = "" }
            if let entry = fresh.find(item.target) {
                add(entry.id, item.reading, at: item.index, validators[entry.kind], seriesField: field)
            } else if let series = others[item.target] {
                add(
                    series.id, item.reading, at: item.index,
                    ReadingValidator(
                        series: series, now: now, closedBefore: fresh.closedBefore, oldestDays: fresh.oldestDays),
                    seriesField: field)
            } else {
                let failure = failures[item.target] ?? .refused
                refuse(at: item.index, field, failure.message, expected: failure.expected)
            }
        }
    }

    /// Keeps a reading until its series has been looked for; not more of them than memory is meant for.
    private mutating func leave(_ item: Unplaced) {
        guard unplaced.count < Self.maximumUnplaced else {
            return refuse(
                at: item.index, item.target.field,
                "The batch names unknown series in more than \(Self.maximumUnplaced) readings.",
                expected: "series that exist, or smaller batches")
        }
        unplaced.append(item)
    }

    /// Notes what cannot be stored; the first ones are named.
    mutating func refuse(at index: Int, _ field: String, _ message: String, expected: String) {
        refused += 1
        if faults.count == IngestReadings.faultsNamed {
            // Unknown series are told last, wherever they stood.
            guard let last = faults.indices.max(by: { faults[$0].index < faults[$1].index }),
                index < faults[last].index
            else { return }
            faults.remove(at: last)
        }
        faults.append(ReadingFault(index: index, field: field, message: place + message, expected: expected))
    }

    var outcome: BatchOutcome {
        BatchOutcome(accepted: sound.count, refused: refused, faults: faults.sorted { $0.index < $1.index })
    }

    private mutating func add(
        _ id: SeriesID, _ reading: Reading, at index: Int, _ validator: ReadingValidator, seriesField: String
    ) {
        if validator.isAccepted(reading) {
            sound.append(id, reading)
        } else if let fault = validator.faults(in: reading).first {
            refuse(
                at: index, fault.field == .series ? seriesField : fault.field.rawValue, fault.message,
                expected: fault.expected)
        }
    }
}

extension IncomingReading.Target {
    /// What its sender calls it.
    var field: String {
        switch self {
        case .number: "seriesId"
        case .externalName: "series"
        }
    }
}
