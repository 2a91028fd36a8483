import GridModel
import Operations
import Persistence
import Telemetry
import Testing

/// Edits and estimates that overlap, taken back in any order, with readings that come in meanwhile.
@Suite struct RevertedEditsTests {
    let city: SmallCity
    let start: Timestamp
    private static let hours = 8

    init() async throws {
        city = try await SmallCity(now: "2026-06-15T00:00:00Z")
        start = city.clock.now - 86_400
    }

    private var edits: EditReadings {
        EditReadings(
            database: city.database, scope: city.scope, calendar: LoadCalendar(city: city.calendar),
            clock: city.clock.city)
    }

    private func moment(_ hour: Int) -> Timestamp { start + Int64(hour) * 3600 }

    private func edit(_ hours: Range<Int>, _ value: Double) async throws -> EditID {
        let values = hours.map { EditValue(start: moment($0), value: value) }
        let request = EditRequest(
            series: city.meter.id, change: .values(values), reason: "Read on site.", actor: .tester)
        return try #require(try await edits.edit(request, isPreview: false)?.edit).id
    }

    /// As the job makes them: readings of quality `estimated` where there was none.
    private func estimate(_ hours: [Int], _ value: Double) async throws -> EditID {
        let readings = hours.map { Reading(start: moment($0), value: value, quality: .estimated) }
        _ = try await city.ingest(
            readings.map { IncomingReading(target: .number(city.meter.id), reading: $0) }, source: "estimate")
        let span = TimeSpan(start: moment(hours.min() ?? 0), end: moment((hours.max() ?? 0) + 1))
        return try await city.database.write(city.scope) { [city] session in
            try EditRepository(session).insert(
                NewEdit(
                    series: city.meter.id, kind: .estimate, span: span, method: "linear", reason: "Nothing was read.",
                    actor: "estimation", requestID: nil, madeAt: city.clock.now),
                readings.map { EditedValue(start: $0.start, old: nil, new: $0) })
        }
    }

    private func stored() async throws -> [Timestamp: Reading] {
        let window = try #require(
            try await city.queries.readings(city.meter.id, from: start, to: city.clock.now, points: 5000))
        return Dictionary(uniqueKeysWithValues: window.readings.map { ($0.start, $0) })
    }

    @Test func estimatesBelowAnEditAreGoneWhenTheyAreTakenBackFirst() async throws {
        let estimates = try await estimate([1, 2, 3], 5)
        let corrected = try await edit(2..<5, 6)
        let first = try #require(try await edits.revert(estimates, reason: "Not so.", by: .tester))
        #expect(first.changes.count == 1 && first.edit?.valueCount == 1)
        #expect(try await stored().keys.sorted() == [moment(2), moment(3), moment(4)])
        let second = try #require(try await edits.revert(corrected, reason: "Not so.", by: .tester))
        #expect(second.changes.count == 3)
        #expect(try await stored().isEmpty)
    }

    @Test(arguments: 0..<12 as Range<UInt64>)
    func inAnyOrderWhatWasReadStandsInTheEnd(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var base: [Int: Double] = [:]
        var over: [Int: [(id: EditID, value: Double)]] = [:]
        var standing: [EditID] = []
        var next = 1.0

        func revert() async throws {
            guard let index = standing.indices.randomElement(using: &random) else { return }
            let id = standing.remove(at: index)
            let changing = over.values.count { $0.last?.id == id }
            let outcome = try #require(try await edits.revert(id, reason: "Not so.", by: .tester))
            #expect(outcome.changes.count == changing)
            #expect(outcome.edit?.valueCount == changing)
            for hour in over.keys { over[hour]?.removeAll { $0.id == id } }
        }

        func check() async throws {
            var expected: [Timestamp: Double] = [:]
            for hour in 0..<Self.hours { expected[moment(hour)] = over[hour]?.last?.value ?? base[hour] }
            #expect(try await stored().mapValues(\.value) == expected)
        }

        for _ in 0..<25 {
            next += 1
            let from = Int.random(in: 0..<Self.hours, using: &random)
            let hours = from..<Int.random(in: from + 1...Self.hours, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4:
                let id = try await edit(hours, next)
                for hour in hours { over[hour, default: []].append((id, next)) }
                standing.append(id)
            case 4:
                let missing = hours.filter { base[$0] == nil && (over[$0] ?? []).isEmpty }
                guard !missing.isEmpty else { continue }
                let id = try await estimate(missing, next)
                for hour in missing { over[hour] = [(id, next)] }
                standing.append(id)
            case 5, 6:
                // Half of them repeat what was read, as a file that is sent twice.
                let repeated = base[from].flatMap { Bool.random(using: &random) ? $0 : nil }
                let value = repeated ?? next
                try await city.send(city.meter, from: moment(from).iso8601, [value])
                guard repeated == nil else { continue }
                base[from] = value
                over[from] = []
            default: try await revert()
            }
            try await check()
        }
        while !standing.isEmpty { try await revert() }
        try await check()
        #expect(try await stored().values.allSatisfy { $0.quality == .measured })
        let reverted = try await edits.list(series: city.meter.id, before: nil, limit: 1000)
        #expect(reverted.allSatisfy { $0.kind == "revert" || $0.revertedBy != nil })
    }
}

/// The same orders in every run (SplitMix64).
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
