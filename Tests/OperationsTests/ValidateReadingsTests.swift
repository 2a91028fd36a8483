import GridModel
import Operations
import Persistence
import Telemetry
import Testing

@Suite struct ValidateReadingsTests {
    let city: SmallCity
    let start: Timestamp

    init() async throws {
        city = try await SmallCity(now: "2026-06-15T00:00:00Z")
        start = city.clock.now - 10 * 86_400
    }

    private var calendar: LoadCalendar { LoadCalendar(city: city.calendar) }
    private var validate: ValidateReadings {
        ValidateReadings(database: city.database, scope: city.scope, clock: city.clock.city)
    }
    private var estimate: EstimateGaps {
        EstimateGaps(database: city.database, scope: city.scope, calendar: calendar, clock: city.clock.city)
    }
    private var edits: EditReadings {
        EditReadings(database: city.database, scope: city.scope, calendar: calendar, clock: city.clock.city)
    }

    private func isRefused(_ work: () async throws -> Void) async throws -> Bool {
        do {
            try await work()
            return false
        } catch is VEERefusal {
            return true
        }
    }

    private func judge() async throws {
        try await city.rollups()
        try await validate()
    }

    private func findings(_ state: FindingStage? = .open) async throws -> [FindingRecord] {
        try await FindingQueries(database: city.database, scope: city.scope, clock: city.clock.city).list(
            FindingFilter(zone: nil, series: nil, kind: nil, state: state, from: nil, to: nil), after: nil, limit: 100)
    }

    private func readings(_ series: Series) async throws -> [Reading] {
        try #require(
            try await city.queries.readings(series.id, from: start, to: city.clock.now, points: 5000)
        ).readings
    }

    /// Ten days that are all alike, without `missing` hours after the first `read`.
    private func send(read: Int = 120, missing: Int) async throws {
        let values = (0..<240).map { 3 + Double($0 % 24) / 10 }
        try await city.send(city.meter, from: start.iso8601, Array(values.prefix(read)))
        try await city.send(
            city.meter, from: (start + Int64(read + missing) * 3600).iso8601, Array(values.dropFirst(read + missing)))
    }

    @Test func aFindingIsNotedOnceAndNoReadingIsLost() async throws {
        var values = (0..<240).map { 3 + Double($0 % 24) / 10 }
        values[100] = 40
        try await city.send(city.meter, from: start.iso8601, values)
        try await judge()
        let first = try await findings()
        #expect(first.map(\.kind) == ["spike"])
        #expect(first.first?.span.start == start + 100 * 3600)
        // Another reading nearby has it looked at again: the same finding.
        try await city.send(city.meter, from: (start + 99 * 3600).iso8601, [3.35])
        city.clock.now = city.clock.now + 60
        try await judge()
        #expect(try await findings().map(\.id) == first.map(\.id))
        #expect(try await findings().first?.foundAt == first.first?.foundAt)
        #expect(try await readings(city.meter).count == 240)
    }

    @Test func aSpikeIsToldFromARiseOnceTheHoursAfterItHaveCome() async throws {
        // The last before midnight UTC are judged with what comes on the next day.
        var values = (0..<81).map { 3 + Double($0 % 24) / 10 }
        values[68] = 40
        try await city.send(city.meter, from: start.iso8601, Array(values[..<69]))
        try await judge()
        #expect(try await findings().isEmpty)
        try await city.send(city.meter, from: (start + 69 * 3600).iso8601, Array(values[69..<80]))
        try await judge()
        #expect(try await findings().isEmpty)
        try await city.send(city.meter, from: (start + 80 * 3600).iso8601, [values[80]])
        try await judge()
        #expect(try await findings().map(\.kind) == ["spike"])
        #expect(try await findings().first?.span.start == start + 68 * 3600)
        #expect(try await findings(nil).count == 1)
    }

    @Test func aCorrectedReadingResolvesItsFinding() async throws {
        var values = (0..<240).map { 3 + Double($0 % 24) / 10 }
        values[100] = 40
        try await city.send(city.meter, from: start.iso8601, values)
        try await judge()
        try await city.send(city.meter, from: (start + 100 * 3600).iso8601, [3.4])
        try await judge()
        #expect(try await findings().isEmpty)
        #expect(try await findings(.resolved).map(\.kind) == ["spike"])
    }

    @Test func rulesOfASeriesHoldForItAlone() async throws {
        let queries = RuleQueries(database: city.database, scope: city.scope, clock: city.clock.city)
        try await city.send(city.meter, from: start.iso8601, (0..<48).map { 3 + Double($0 % 24) / 10 })
        let set = try await queries.set(
            [RuleRecord(kind: "range", isEnabled: true, parameters: ["maximum": 5])], for: .series(city.meter.id),
            by: .tester)
        #expect(set?.rules.first { $0.kind == "range" }?.origin == "series")
        try await judge()
        let found = try await findings()
        #expect(found.map(\.kind) == ["range", "range"] && found.allSatisfy { $0.ruleVersion == 1 })
        #expect(
            try await queries.rules(.quantity(.activeEnergyImport))?.rules.first { $0.kind == "range" }?.isEnabled
                == false)
        #expect(
            try await isRefused {
                _ = try await queries.set(
                    [RuleRecord(kind: "spike", isEnabled: true, parameters: [:])], for: .series(city.meter.id),
                    by: .tester)
            })
    }

    @Test func shortGapsAreFilledByALineAndCanBeTakenBack() async throws {
        try await send(missing: 2)
        try await judge()
        #expect(try await findings().map(\.kind) == ["gap"])
        #expect(try await estimate() == 2)
        let filled = try await readings(city.meter)
        #expect(filled.count == 240)
        #expect(filled[120...121].map(\.quality) == [.estimated, .estimated])
        #expect(abs(filled[120].value - (5.3 + (3.2 - 5.3) / 3)) < 1e-9)
        #expect(try await findings(.estimated).count == 1)
        let edit = try #require(try await edits.list(series: nil, before: nil, limit: 10).first)
        #expect(edit.kind == "estimate" && edit.method == "linear" && edit.valueCount == 2 && edit.beforeCount == 0)
        let revert = try await edits.revert(edit.id, reason: "Wrong gap.", by: .tester)
        #expect(revert?.changes.count == 2)
        #expect(try await readings(city.meter).count == 238)
        // What was taken back is not made again.
        try await judge()
        #expect(try await findings().map(\.kind) == ["gap"])
        #expect(try await estimate() == 0)
        #expect(try await readings(city.meter).count == 238)
    }

    @Test func aLateReadingReplacesItsEstimate() async throws {
        try await send(missing: 2)
        try await judge()
        try await estimate()
        let receipt = try await city.send(city.meter, from: (start + 120 * 3600).iso8601, [4, 4.5])
        #expect(receipt.revised == 2)
        #expect(try await readings(city.meter)[120...121].map(\.quality) == [.measured, .measured])
    }

    @Test func longGapsAreLikeTheDaysBeforeAndWaitForTheirGrace() async throws {
        try await send(missing: 24)
        try await judge()
        // From Tuesday 9 June, 17:00, for a day: each of its hours was read on three workdays before.
        city.clock.now = start + Int64(144) * 3600 + 3600
        #expect(try await estimate() == 0)
        city.clock.now = start + 240 * 3600
        #expect(try await estimate() == 24)
        let filled = try await readings(city.meter)
        #expect(filled[120..<144].allSatisfy { $0.quality == .estimated })
        #expect(filled[120..<144].map(\.value) == filled[96..<120].map(\.value))
        let edit = try #require(try await edits.list(series: nil, before: nil, limit: 10).first)
        #expect(edit.kind == "estimate" && edit.method == "likeDays" && edit.valueCount == 24)
    }

    @Test func withoutEnoughLikeDaysALongGapStaysAndSaysWhy() async throws {
        // From Saturday 6 June, 17:00: neither a Saturday nor a Sunday was read before.
        try await send(read: 48, missing: 24)
        try await judge()
        #expect(try await estimate() == 0)
        #expect(try await readings(city.meter).count == 216)
        #expect(try await findings().map(\.note) == ["Fewer than 3 like days were read before it."])
    }

    @Test func estimationCanBeTurnedOff() async throws {
        try await send(missing: 2)
        try await judge()
        var settings = VEESettings()
        settings.zonesNotEstimated = [city.zone.rawValue]
        let store = EstimationSettings(database: city.database, scope: city.scope)
        _ = try await store.set(settings, by: .tester)
        #expect(try await estimate() == 0)
        settings.zonesNotEstimated = []
        settings.isEstimating = false
        _ = try await store.set(settings, by: .tester)
        #expect(try await estimate() == 0)
        settings.graceHours = -1
        let wrong = settings
        #expect(try await isRefused { _ = try await store.set(wrong, by: .tester) })
    }

    @Test func aRegisterBecomesASeriesOfEnergiesAndItsOutageIsNotSpread() async throws {
        let register = try await city.database.write(city.scope) { [meter = city.meter] session in
            try SeriesRepository(session).insert(
                externalName: "reg", name: "Register", subject: meter.subject, zone: meter.zone,
                quantity: .activeEnergyImportRegister, intervalSeconds: 3600, isDerived: false)
        }
        try await city.send(register, from: start.iso8601, [99_990, 99_995, 3, 6])
        try await city.send(register, from: (start + 8 * 3600).iso8601, [20, 25])
        try await judge()
        let energy = try #require(
            try await city.database.read(city.scope) { try SeriesRepository($0).series(externalName: "reg.energy") })
        #expect(energy.quantity == .activeEnergyImport && energy.zone == city.zone)
        let made = try await readings(energy)
        #expect(made.map(\.value) == [5, 8, 3, 5])
        #expect(made.allSatisfy { $0.quality == .calculated })
        let found = try await findings()
        #expect(
            Set(found.filter { $0.series == register.id }.map(\.kind)) == ["registerRollover", "registerOutage", "gap"])
        #expect(found.first { $0.kind == "registerOutage" }?.value == 14)
        // Neither the register nor its energies are estimated.
        try await judge()
        #expect(try await estimate() == 0)
        #expect(try await readings(energy).count == 4)
    }

    @Test func editsKeepWhatStoodThereAndPutItBack() async throws {
        try await city.send(city.meter, from: start.iso8601, [1, 2, 3])
        let request = EditRequest(
            series: city.meter.id,
            change: .values([EditValue(start: start + 3600, value: 9), EditValue(start: start + 3 * 3600, value: 4)]),
            reason: "Read on site.", actor: .tester)
        let preview = try #require(try await edits.edit(request, isPreview: true))
        #expect(preview.edit == nil && preview.changes.map(\.oldValue) == [2, nil])
        #expect(try await readings(city.meter).count == 3)
        let done = try #require(try await edits.edit(request, isPreview: false)?.edit)
        #expect(
            done.valueCount == 2 && done.beforeCount == 1 && done.actor == "m.ruiz@example.com"
                && done.requestID == "r1")
        #expect(try await readings(city.meter).map(\.value) == [1, 9, 3, 4])
        #expect(try await readings(city.meter)[1].quality == .edited)
        // Another reading has come in for one of them since: it stays.
        try await city.send(city.meter, from: (start + 3600).iso8601, [7])
        let revert = try #require(try await edits.revert(done.id, reason: "Not so.", by: .tester))
        #expect(revert.changes.map(\.start) == [start + 3 * 3600])
        #expect(try await readings(city.meter).map(\.value) == [1, 7, 3])
        #expect(try await city.totalReadings() == 3)
        #expect(
            try await isRefused {
                _ = try await edits.revert(done.id, reason: "Again.", by: .tester)
            })
        #expect(try await edits.list(series: city.meter.id, before: nil, limit: 9).map(\.kind) == ["revert", "edit"])
    }

    @Test func wrongEditsAreRefusedWhole() async throws {
        try await city.send(city.meter, from: start.iso8601, [1, 2, 3])
        func faults(_ change: EditRequest.Change, reason: String = "Because.") async throws -> [String] {
            do {
                _ = try await edits.edit(
                    EditRequest(series: city.meter.id, change: change, reason: reason, actor: .tester),
                    isPreview: false)
                return []
            } catch let refusal as VEERefusal {
                return refusal.faults.map(\.field)
            }
        }
        #expect(try await faults(.values([EditValue(start: start + 7, value: 1)])) == ["values[0].start"])
        #expect(try await faults(.values([EditValue(start: start, value: -1)])) == ["values[0].value"])
        #expect(try await faults(.values([])) == ["values"])
        #expect(try await faults(.values([EditValue(start: start, value: 1)]), reason: "x") == ["reason"])
        #expect(try await faults(.method(.linear, TimeSpan(start: start, end: start + 3600))) == ["method"])
        #expect(try await readings(city.meter).map(\.value) == [1, 2, 3])
    }

    @Test func qualityCountsWhatCameLateAndWhatIsMissing() async throws {
        let day = try #require(Timestamp(iso8601: "2026-06-13T07:00:00Z"))
        city.clock.now = day + 24 * 3600
        try await city.send(city.meter, from: day.iso8601, [Double](repeating: 1, count: 20))
        // The same again is neither received nor late again.
        try await city.send(city.meter, from: day.iso8601, [Double](repeating: 1, count: 20))
        try await city.rollups()
        let quality = DataQualityQueries(
            database: city.database, scope: city.scope, calendar: city.calendar, clock: city.clock.city)
        let zone = try #require(try await quality.zone(city.zone, days: 1))
        let figures = try #require(zone.zones.first).figures
        #expect(figures.expected == 24 && figures.received == 20 && figures.series == 1)
        #expect(figures.late == 20)
        #expect(zone.days.count == 1 && zone.worst.map(\.series) == [city.meter.id])
        #expect(try await quality.zone(ZoneID(99), days: 1) == nil)
        #expect(try await quality.zones(days: 1).zones.map(\.zone) == [city.zone])
    }

    @Test func theHighRateDoorsCountLateReadingsWhenTheyAreAccepted() async throws {
        let day = try #require(Timestamp(iso8601: "2026-06-13T07:00:00Z"))
        let backlog = IngestBacklog()
        let ingest = city.batches(backlog)
        // The hour of 07:00 is late by three, that of 10:00 has just ended.
        city.clock.now = day + 4 * 3600
        _ = try await ingest(
            [city.reading(city.meter, day, 1), city.reading(city.meter, day + 3 * 3600, 1)], source: "a")
        city.clock.now = day + 24 * 3600
        _ = try await ingest([city.reading(city.meter, day, 1)], source: "b")
        _ = try await city.compaction(backlog)()
        try await city.rollups()
        let quality = DataQualityQueries(
            database: city.database, scope: city.scope, calendar: city.calendar, clock: city.clock.city)
        let figures = try #require(try await quality.zone(city.zone, days: 1)?.zones.first).figures
        #expect(figures.received == 2 && figures.late == 1)
    }
}
