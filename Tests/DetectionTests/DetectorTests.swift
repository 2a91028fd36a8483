import Detection
import Foundation
import GridModel
import Learning
import Testing

@Suite struct DetectorTests {
    static let start = Timestamp(secondsSinceEpoch: 1_767_571_200)
    static let utc = CityCalendar(timeZone: .gmt)
    static let days = 84

    static func values(seed: UInt64) -> [Double] {
        var random = RandomSource(seed: seed)
        return (0..<days * 24).map { hour in
            let weekend = hour / 24 % 7 >= 5 ? 0.8 : 1.0
            let day = 1 + 0.5 * sin(2 * Double.pi * Double(hour % 24 - 9) / 24)
            return 40 * day * weekend * (1 + 0.04 * random.normal())
        }
    }

    static func series(_ values: [Double], key: String = "m1") -> DetectionSeries {
        DetectionSeries(key: key, values: HourlySeries(start: start, valuesOrNaN: values), unit: "kWh")
    }

    static func hour(_ day: Int, _ hour: Int = 0) -> Timestamp { start + Int64(24 * day + hour) * 3600 }

    static let trained = Result {
        try DetectorTrainer(
            options: DetectorTrainingOptions(hidden: 24, epochs: 8, samples: 2500, falseAlarmDays: 14, heldOutDays: 14)
        ).train([series(values(seed: 1)), series(values(seed: 2), key: "m2")], calendar: utc, through: hour(70))
    }
    let detector: AnomalyDetector

    init() throws {
        detector = try Self.trained.get()
    }

    func events(_ change: (inout [Double]) -> Void) -> [AnomalyEvent] {
        var values = Self.values(seed: 1)
        change(&values)
        return detector.detect(
            Self.series(values), over: TimeSpan(start: Self.hour(74), end: Self.hour(Self.days)), calendar: Self.utc)
    }

    @Test func findsInjectedFaultsBetterThanChanceAndReportsThem() throws {
        let report = try #require(detector.description.report)
        #expect(report.rocAUC > 0.85)
        #expect(report.prAUC > 0.5)
        #expect(report.flaggedPerSeriesDay < 1)
        #expect(detector.description.threshold.isFinite)
    }

    @Test func namesASpike() throws {
        let event = try #require(events { $0[80 * 24 + 12] *= 2.5 }.max { $0.score < $1.score })
        #expect(event.kind == .spike)
        #expect(event.span.seconds <= 3 * 3600)
        #expect(!event.isOngoing)
        #expect(event.span.contains(Self.hour(80, 12)))
        #expect(event.peakAt == Self.hour(80, 12))
        #expect(event.actual > event.expectedHigh && event.expectedLow < event.expectedHigh)
        #expect(event.reason.contains("expected for a Thursday 12:00"))
    }

    @Test func namesADropout() throws {
        let event = try #require(events { for i in 0..<6 { $0[80 * 24 + 10 + i] = 0 } }.max { $0.score < $1.score })
        #expect(event.kind == .dropout)
        #expect(event.actual == 0)
    }

    @Test func namesAStuckMeter() throws {
        let event = try #require(
            events { values in for i in 0..<14 { values[80 * 24 + 10 + i] = values[80 * 24 + 10] } }
                .max { $0.score < $1.score })
        #expect(event.kind == .stuck)
        #expect(event.reason.contains("has not changed for"))
    }

    @Test func namesUnderRegistration() throws {
        let found = events { for i in 78 * 24..<Self.days * 24 { $0[i] *= 0.5 } }
        let event = try #require(found.max { $0.span.seconds < $1.span.seconds })
        #expect(event.kind == .theft)
        #expect(event.reason.contains("less"))
        #expect(event.isOngoing)
    }

    @Test func isQuietOnNormalDays() {
        let flagged = events { _ in }.reduce(0) { $0 + Int($1.span.seconds / 3600) }
        #expect(flagged <= 12)
    }

    @Test func scoresAnHourWithoutLookingAhead() {
        var later = Self.values(seed: 1)
        for index in 80 * 24..<later.count { later[index] = 500 }
        let span = TimeSpan(start: Self.hour(75), end: Self.hour(80))
        #expect(
            detector.score(Self.series(Self.values(seed: 1)), over: span, calendar: Self.utc)
                == detector.score(Self.series(later), over: span, calendar: Self.utc))
    }

    @Test func theTailScoresAsTheWhole() {
        let whole = Self.series(Self.values(seed: 1))
        let span = TimeSpan(start: Self.hour(79, 5), end: Self.hour(80))
        let tail = DetectionSeries(
            key: "m1",
            values: whole.values.slice(
                TimeSpan(start: span.start - Int64(AnomalyDetector.historyHours) * 3600, end: span.end)),
            unit: "kWh")
        let wide = detector.score(
            whole, over: TimeSpan(start: Self.hour(60), end: Self.hour(80)), calendar: Self.utc
        ).filter { span.contains($0.start) }
        let narrow = detector.score(tail, over: span, calendar: Self.utc)
        #expect(narrow.count == 19 && wide.count == 19)
        #expect(zip(narrow, wide).allSatisfy { abs($0.score - $1.score) < 1e-3 && $0.expected == $1.expected })
    }

    @Test func missingHoursAreNotScored() {
        var values = Self.values(seed: 1)
        values[79 * 24 + 3] = .nan
        let span = TimeSpan(start: Self.hour(79), end: Self.hour(80))
        let scored = detector.score(Self.series(values), over: span, calendar: Self.utc)
        #expect(scored.count == 23)
        #expect(!scored.contains { $0.start == Self.hour(79, 3) })
        let young = DetectionSeries(
            key: "new", values: whole(values).slice(TimeSpan(start: Self.hour(60), end: Self.hour(80))), unit: "kWh")
        #expect(detector.score(young, over: span, calendar: Self.utc).isEmpty)
    }

    private func whole(_ values: [Double]) -> HourlySeries { HourlySeries(start: Self.start, valuesOrNaN: values) }

    @Test func aSavedDetectorScoresTheSame() throws {
        let loaded = try DetectorFile.decode(DetectorFile.encode(detector))
        let span = TimeSpan(start: Self.hour(75), end: Self.hour(80))
        let series = [Self.series(Self.values(seed: 1)), Self.series(Self.values(seed: 9), key: "unseen")]
        for one in series {
            let scores = loaded.score(one, over: span, calendar: Self.utc)
            #expect(scores.count == 120)
            #expect(scores == detector.score(one, over: span, calendar: Self.utc))
        }
        #expect(loaded.description == detector.description)
    }

    @Test func refusesBytesThatAreNotADetector() throws {
        let bytes = try DetectorFile.encode(detector)
        #expect(throws: DetectionError.self) { try DetectorFile.decode([]) }
        #expect(throws: DetectionError.self) { try DetectorFile.decode(Array(bytes.dropLast(3))) }
        var random = RandomSource(seed: 3)
        for _ in 0..<30 {
            var broken = bytes
            broken[8 + random.index(below: 40)] ^= UInt8(1 + random.index(below: 254))
            #expect(throws: DetectionError.self) { try DetectorFile.decode(broken) }
        }
    }

    @Test func theSameSeedGivesTheSameDetector() throws {
        let options = DetectorTrainingOptions(hidden: 8, epochs: 2, samples: 500, heldOutDays: 14)
        let files = try [1, 2].map { threads in
            var options = options
            options.threads = threads
            let detector = try DetectorTrainer(options: options).train(
                [Self.series(Self.values(seed: 1))], calendar: Self.utc, through: Self.hour(70))
            return detector.score(
                Self.series(Self.values(seed: 1)), over: TimeSpan(start: Self.hour(75), end: Self.hour(80)),
                calendar: Self.utc)
        }
        #expect(files[0] == files[1])
        #expect(files[0].count == 120)
    }

    @Test func refusesToTrainOnTooLittle() {
        #expect(throws: DetectionError.self) {
            try DetectorTrainer().train(
                [Self.series(Array(Self.values(seed: 1).prefix(600)))], calendar: Self.utc, through: Self.hour(25))
        }
    }
}
