import GridModel
import Telemetry
import Testing

/// Cases as data: readings, rules, what is found.
@Suite struct ValidationRuleTests {
    static let start = Timestamp(secondsSinceEpoch: 1_795_392_000)
    static let now = start + 60 * 86_400

    static func series(_ quantity: Quantity, intervalSeconds: Int64 = 3600) -> Series {
        Series(
            id: SeriesID(1), externalName: "s", name: "s", subject: Subject(kind: .loadPoint, id: 1), zone: nil,
            quantity: quantity, intervalSeconds: intervalSeconds, isDerived: false)
    }

    /// - Parameter values: nil where there is no reading.
    static func window(
        _ values: [Double?], _ quantity: Quantity = .activeEnergyImport, intervalSeconds: Int64 = 3600,
        judged: Range<Int>? = nil, quality: Quality = .measured, now: Timestamp = now
    ) -> ValidationWindow {
        let readings = values.enumerated().compactMap { index, value in
            value.map { Reading(start: start + Int64(index) * intervalSeconds, value: $0, quality: quality) }
        }
        let range = judged ?? 0..<values.count
        return ValidationWindow(
            judged: TimeSpan(
                start: start + Int64(range.lowerBound) * intervalSeconds,
                end: start + Int64(range.upperBound) * intervalSeconds),
            series: series(quantity, intervalSeconds: intervalSeconds), now: now, previous: nil,
            block: ReadingBlock(readings))
    }

    static func found(_ kind: RuleKind, _ parameters: [String: Double], _ window: ValidationWindow) -> [Finding] {
        RuleSet([kind: ValidationRule(parameters)]).findings(in: window)
    }

    /// A household's day: varied, without a spike.
    static let day: [Double] = [
        0.3, 0.2, 0.2, 0.25, 0.3, 0.4, 0.9, 1.4, 1.1, 0.6, 0.5, 0.7, 1.2, 0.8, 0.6, 0.5, 0.7, 1.3, 1.9, 2.0, 1.7, 1.2,
        0.8, 0.4,
    ]
    /// A solar plant's day.
    static let sun: [Double] = [
        0, 0, 0, 0, 0, 0, 0.1, 0.6, 1.4, 2.2, 2.9, 3.3, 3.4, 3.1, 2.5, 1.7, 0.9, 0.3, 0, 0, 0, 0, 0, 0,
    ]

    @Test func rangeNamesTheExtremeOfNeighboursOnce() {
        let found = Self.found(.range, ["minimum": 1, "maximum": 3], Self.window([2, 4, 5, 2, 0.5, 3]))
        #expect(found.map(\.value) == [5, 0.5])
        #expect(found.map(\.limit) == [3, 1])
        #expect(found.first?.span == TimeSpan(start: Self.start + 3600, end: Self.start + 3 * 3600))
    }

    @Test(
        arguments: [
            ([10.0, 30, 29], 1), ([10.0, 24, 10], 0), ([10.0, nil, 40], 0), ([-20.0, 10, -20], 2),
        ] as [([Double?], Int)])
    func rateLooksAtNeighboursInARowOnly(values: [Double?], count: Int) {
        #expect(Self.found(.rateOfChange, ["perHour": 15], Self.window(values, .temperature)).count == count)
    }

    @Test func rateIsPerHourWhateverTheInterval() {
        let window = Self.window([10, 14], .temperature, intervalSeconds: 900)
        #expect(Self.found(.rateOfChange, ["perHour": 15], window).map(\.value) == [16])
    }

    @Test func flatlineIsFoundAndItsLengthTold() {
        let values = Self.day + [Double](repeating: 0.7, count: 13) + Self.day
        let found = Self.found(.flatline, ["hours": 12, "zeroHours": 168], Self.window(values))
        #expect(found.map(\.value) == [0.7])
        #expect(found.first?.span.seconds == Int64(46_800))
    }

    @Test func flatlineIsBrokenByAGap() {
        let values = [Double?](repeating: 0.7, count: 11) + [nil] + [Double?](repeating: 0.7, count: 11)
        #expect(Self.found(.flatline, ["hours": 12], Self.window(values)).isEmpty)
    }

    @Test func aSolarPlantsNightsAreNoFlatline() {
        let rules = RuleSet.defaults(for: .activeEnergyExport)
        let week = (0..<7).flatMap { _ in Self.sun }
        #expect(rules.findings(in: Self.window(week, .activeEnergyExport)).isEmpty)
        let quarters = week.flatMap { (hour: Double) -> [Double] in
            hour == 0 ? [0, 0, 0, 0] : (0..<4).map { (quarter: Int) -> Double in hour / 4 + Double(quarter) / 50 }
        }
        #expect(rules.findings(in: Self.window(quarters, .activeEnergyExport, intervalSeconds: 900)).isEmpty)
        // Stuck at noon is one, and so is a plant that gives nothing for more than a week.
        let stuck = Self.sun.prefix(12) + [Double](repeating: 3.3, count: 12)
        #expect(rules.findings(in: Self.window(Array(stuck), .activeEnergyExport)).map(\.kind) == [.flatline])
        let dead = Self.sun + [Double](repeating: 0, count: 180)
        #expect(rules.findings(in: Self.window(dead, .activeEnergyExport)).map(\.kind) == [.flatline])
    }

    @Test func flatlineThatReachesIntoTheJudgedStretchIsTheWholeRun() {
        let values = Self.day + [Double](repeating: 0.7, count: 14) + Self.day
        let window = Self.window(values, judged: 36..<62)
        #expect(Self.found(.flatline, ["hours": 12], window).first?.span.start == Self.start + 23 * 3600 + 3600)
        #expect(Self.found(.flatline, ["hours": 12], Self.window(values, judged: 40..<62)).isEmpty)
    }

    @Test(arguments: [(2.0, 0), (5.0, 0), (5.5, 1), (60.0, 1)])
    func spikeIsMeasuredAgainstTheThirdHighest(value: Double, count: Int) {
        var values = Self.day + Self.day + Self.day
        values[30] = value
        let found = Self.found(.spike, ["ratio": 1.8, "windowHours": 24, "least": 1], Self.window(values))
        #expect(found.count == count)
        if count == 1 { #expect(found.first?.span.start == Self.start + 30 * 3600) }
    }

    @Test func spikeCutInTwoIsFoundAtItsHigherHalf() {
        var values = Self.day + Self.day + Self.day
        (values[30], values[31]) = (40, 25)
        let found = Self.found(.spike, ["ratio": 1.8, "windowHours": 24, "least": 1], Self.window(values))
        #expect(found.map(\.value) == [40])
    }

    @Test func smallOrLonelyValuesAreNoSpikes() {
        let rule = ["ratio": 1.8, "windowHours": 24, "least": 1.0]
        let quiet = [Double](repeating: 0.05, count: 20)
        #expect(Self.found(.spike, rule, Self.window(quiet + [0.9] + quiet)).isEmpty)
        let silent = [Double?](repeating: nil, count: 12)
        let interrupted = Self.window([0.1, 50] + silent + [0.1])
        #expect(Self.found(.spike, rule, interrupted).isEmpty)
    }

    @Test(arguments: [(11, 0), (12, 1)])
    func aSpikeWaitsForTheHoursAfterIt(hours: Int, count: Int) {
        let values = Self.day + [60] + Self.day.prefix(hours)
        let found = Self.found(.spike, ["ratio": 1.8, "windowHours": 24, "least": 1], Self.window(values))
        #expect(found.count == count)
    }

    @Test func spikeAgreesWithItsDefinitionOnRandomValues() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<60 {
            let values = (0..<90).map { _ -> Double? in
                Int.random(in: 0..<12, using: &random) == 0
                    ? nil
                    : Double.random(in: 0...1, using: &random) * (Int.random(in: 0..<9, using: &random) == 0 ? 20 : 1)
            }
            let found = Self.found(.spike, ["ratio": 1.8, "windowHours": 24, "least": 1], Self.window(values))
            let expected = values.indices.filter { index in
                guard let value = values[index], value > 1, let last = values.lastIndex(where: { $0 != nil }),
                    last - index >= 12
                else { return false }
                let others = (max(0, index - 12)...min(values.count - 1, index + 12)).filter { $0 != index }
                    .compactMap { values[$0] }.sorted(by: >)
                return others.count >= 6 && value >= others[0] && value > 2.8 * others[1]
            }
            #expect(found.map(\.span.start) == expected.map { Self.start + Int64($0) * 3600 })
        }
    }

    @Test func gapsLieBetweenReadings() {
        let found = Self.found(.gap, ["hours": 1], Self.window([nil, 1, nil, 1, nil, nil, 1, nil]))
        #expect(found.map(\.value) == [2])
        #expect(found.first?.span == TimeSpan(start: Self.start + 4 * 3600, end: Self.start + 6 * 3600))
    }

    @Test func gapBeforeTheContextIsSeenByTheReadingBefore() {
        let window = ValidationWindow(
            judged: TimeSpan(start: Self.start, end: Self.start + 7200), series: Self.series(.activeEnergyImport),
            now: Self.now, previous: Reading(start: Self.start - 40 * 86_400, value: 1),
            block: ReadingBlock(regularFrom: Self.start, intervalSeconds: 3600, values: [1, 2]))
        #expect(Self.found(.gap, ["hours": 0], window).first?.span.seconds == Int64(3_452_400))
    }

    @Test func ancientAndFutureReadingsAreNamed() {
        let window = Self.window([1, 2, 3, 4], now: Self.start + 10_000)
        #expect(Self.found(.timestamp, ["oldestDays": 10], window).map(\.kind) == [.futureTimestamp])
        #expect(Self.found(.timestamp, ["oldestDays": 59], Self.window([1, 2])).map(\.kind) == [.ancientTimestamp])
        #expect(Self.found(.timestamp, ["oldestDays": 61], Self.window([1, 2])).isEmpty)
    }

    @Test func anHourlyMeterInASeriesOfQuarterHoursIsAnIntervalMismatch() {
        let hourly = (0..<120).map { $0 % 4 == 0 ? 1.0 : nil }
        let found = Self.found(.interval, ["count": 24], Self.window(hourly, intervalSeconds: 900))
        #expect(found.map(\.value) == [3600])
        let gappy = (0..<120).map { $0 % 7 == 0 ? nil : 1.0 }
        #expect(Self.found(.interval, ["count": 24], Self.window(gappy, intervalSeconds: 900)).isEmpty)
    }

    @Test(arguments: [(1000.0, true), (0.001, true), (700.0, true), (100.0, false), (1.0, false)])
    func unitsAThousandTimesOffAreFound(factor: Double, isFound: Bool) {
        let values = (0..<9).flatMap { day in Self.day.map { $0 * (day == 8 ? factor : 1) } }
        let found = Self.found(.unit, ["factor": 2], Self.window(values, judged: 192..<216))
        #expect(found.map(\.kind) == (isFound ? [.unitMismatch] : []))
    }

    @Test func whatPeopleAndEstimatesPutInIsNotJudged() {
        for quality in [Quality.estimated, .substituted, .edited] {
            let window = Self.window([Double](repeating: 50, count: 48), quality: quality)
            let rules = RuleSet.defaults(for: .activeEnergyImport).overlaid(
                by: RuleSet([.range: ValidationRule(["maximum": 10])]))
            #expect(rules.findings(in: window).isEmpty)
        }
    }

    @Test(arguments: Quantity.allCases)
    func defaultsCanBeUsedAndFindNothingInASoundDay(quantity: Quantity) {
        let rules = RuleSet.defaults(for: quantity)
        #expect(rules.rules.count == RuleKind.allCases.count)
        for (kind, rule) in rules.rules { #expect(rule.faults(as: kind).isEmpty) }
        var stand = 0.0
        let stands = Self.day.map { (energy: Double) -> Double in
            stand += energy
            return stand
        }
        let values = quantity.isRegister ? stands : Self.day
        #expect(rules.findings(in: Self.window(values, quantity)).isEmpty)
    }

    @Test func aSetLaidOverAnotherReplacesOnlyWhatItNames() {
        let over = RuleSet([.spike: .off])
        let rules = RuleSet.defaults(for: .activeEnergyImport).overlaid(by: over)
        #expect(rules[.spike] == .off && rules[.flatline] != nil && rules[.gap] != nil)
    }

    @Test func wrongParametersAreNamed() {
        let rule = ValidationRule(["hours": -1, "minutes": 3])
        #expect(rule.faults(as: .flatline).map(\.parameter) == ["minutes", "hours"])
        #expect(ValidationRule([:]).faults(as: .spike).count == 3)
        #expect(ValidationRule(isEnabled: false).faults(as: .spike).isEmpty)
        #expect(ValidationRule(["minimum": 3, "maximum": 1]).faults(as: .range).map(\.parameter) == ["minimum"])
        #expect(!ValidationRule(["hours": .nan]).faults(as: .gap).isEmpty)
    }
}
