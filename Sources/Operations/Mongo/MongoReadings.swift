import GridModel
import Interchange
import Telemetry

/// Turns the prototype's readings into ours, each checked.
struct MongoReadings {
    static let meters = "meter_readings"
    static let air = "air_climate_readings"

    private let city: MongoCity
    private let fields: MongoFields
    private let options: MongoImportOptions
    private let now: Timestamp
    private let stored: [String: Series]
    private let closedBefore: Timestamp?
    private var targets: [String: (series: Series, validator: ReadingValidator)] = [:]
    private var faults = ImportFaults()
    private(set) var count = 0

    /// - Parameters:
    ///   - stored: series by name.
    ///   - closedBefore: nothing that begins earlier is accepted; nil: nothing is closed.
    init(
        city: MongoCity, fields: MongoFields, options: MongoImportOptions, now: Timestamp, stored: [String: Series],
        closedBefore: Timestamp?
    ) {
        self.city = city
        self.fields = fields
        self.options = options
        self.now = now
        self.stored = stored
        self.closedBefore = closedBefore
    }

    func allFaults(after others: ImportFaults) -> ImportFaults {
        var all = others
        for fault in faults.kept { all.add(fault) }
        all.addUnnamed(faults.total - faults.kept.count)
        return all
    }

    mutating func take(
        _ collection: String, _ document: MongoDocument, _ place: MongoPlace, _ emit: (Series, Reading) -> Void
    ) {
        switch collection {
        case Self.meters: takeMeter(document.value, place, emit)
        case Self.air: takeAir(document.value, place, emit)
        default: break
        }
    }

    private mutating func takeMeter(_ value: MongoValue, _ place: MongoPlace, _ emit: (Series, Reading) -> Void) {
        guard let (field, meter) = fields.find("meter", of: Self.meters, in: value), let called = meter.name else {
            faults.add(place.fault("meter_id", "The reading names no meter and no household"))
            return
        }
        guard let name = city.meter(called) ?? (stored[called] == nil ? nil : called) else {
            faults.add(place.fault(field, "“\(called)” is no household of the dump, and no series that is stored"))
            return
        }
        guard let (valueField, number) = fields.find("value", of: Self.meters, in: value), let kWh = number.number
        else {
            faults.add(place.fault("kwh", "The reading has no number"))
            return
        }
        let quality = (fields.find("quality", of: Self.meters, in: value)?.value.name).flatMap { Quality(name: $0) }
        let series = target(name, .activeEnergyImport, options.meterIntervalSeconds)
        guard let start = start(value, Self.meters, series.series.intervalSeconds, place) else { return }
        add(Reading(start: start, value: kWh, quality: quality ?? .measured), series, valueField, place, emit)
    }

    private mutating func takeAir(_ value: MongoValue, _ place: MongoPlace, _ emit: (Series, Reading) -> Void) {
        guard let (field, zone) = fields.find("zone", of: Self.air, in: value), let called = zone.name else {
            faults.add(place.fault("zone_id", "The reading names no zone"))
            return
        }
        guard let code = city.zoneCodes[called] else {
            faults.add(place.fault(field, "“\(called)” is no zone of the dump"))
            return
        }
        for part in fields.parts(of: Self.air) {
            guard let quantity = Quantity(rawValue: part),
                let (field, found) = fields.find(part, of: Self.air, in: value)
            else { continue }
            guard let number = found.number else {
                faults.add(place.fault(field, "Expected a number"))
                continue
            }
            let series = target(MongoCity.airSeries(code, quantity), quantity, options.airIntervalSeconds)
            guard let start = start(value, Self.air, series.series.intervalSeconds, place) else { return }
            add(Reading(start: start, value: number), series, field, place, emit)
        }
    }

    private mutating func add(
        _ reading: Reading, _ target: (series: Series, validator: ReadingValidator), _ field: String,
        _ place: MongoPlace, _ emit: (Series, Reading) -> Void
    ) {
        guard target.validator.isAccepted(reading) else {
            for fault in target.validator.faults(in: reading) {
                let isTime = fault.field == .start
                let hint = isTime ? "; --align floor moves times back to their interval's start" : ""
                faults.add(
                    place.fault(isTime ? "timestamp" : field, "\(fault.message) Expected \(fault.expected)\(hint)"))
            }
            return
        }
        count += 1
        emit(target.series, reading)
    }

    /// The start of a reading's interval.
    private mutating func start(
        _ value: MongoValue, _ collection: String, _ interval: Int64, _ place: MongoPlace
    ) -> Timestamp? {
        let found = fields.find("time", of: collection, in: value)
        guard let found, let milliseconds = found.value.milliseconds else {
            faults.add(place.fault(found?.field ?? "timestamp", "Expected a date, ISO 8601 with its zone, or seconds"))
            return nil
        }
        guard milliseconds % 1000 == 0 || options.isFloored else {
            faults.add(
                place.fault(found.field, "The time has fractions of a second; --align floor moves it back"))
            return nil
        }
        let (seconds, remainder) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        var start = Timestamp(secondsSinceEpoch: remainder < 0 ? seconds - 1 : seconds)
        guard Timestamp.acceptedRange.contains(start) else {
            faults.add(place.fault(found.field, "The time lies outside 1900 to 2200"))
            return nil
        }
        // The end of one interval is the start of the next: just before it lies the one that is meant.
        if options.isFloored { return (options.isTimeOfEnd ? start - 1 : start).floored(toMultipleOf: interval) }
        if options.isTimeOfEnd { start = start - interval }
        return start
    }

    private mutating func target(
        _ name: String, _ quantity: Quantity, _ interval: Int64
    ) -> (series: Series, validator: ReadingValidator) {
        if let known = targets[name] { return known }
        let series =
            stored[name]
            ?? Series(
                id: SeriesID(0), externalName: name, name: name, subject: Subject(kind: .meter, id: 0), zone: nil,
                quantity: quantity, intervalSeconds: interval, isDerived: false)
        let target = (series, ReadingValidator(series: series, now: now, closedBefore: closedBefore))
        targets[name] = target
        return target
    }
}
