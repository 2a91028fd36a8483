import Detection
import GridModel
import Learning
import Testing

/// Faults of known kind, injected into a meter's days, against what the detector calls them.
@Suite struct VerdictTests {
    struct Fault {
        let kind: AnomalyKind
        let hours: Range<Int>
        let apply: (Double) -> Double
    }

    let detector: AnomalyDetector

    init() throws {
        detector = try DetectorTests.trained.get()
    }

    private static func faults(_ random: inout RandomSource) -> [Fault] {
        func hours(_ length: Range<Int>) -> Range<Int> {
            let start = 75 * 24 + random.index(below: 24)
            return start..<start + length.lowerBound + random.index(below: length.count)
        }
        let size = random.uniform()
        let sign = random.uniform() < 0.5 ? -1.0 : 1.0
        return [
            Fault(kind: .spike, hours: hours(1..<4)) { $0 * (2 + 3 * size) },
            Fault(kind: .dropout, hours: hours(3..<13)) { size < 0.7 ? 0 : 0.05 * $0 },
            Fault(kind: .stuck, hours: hours(8..<25)) { _ in 30 + 20 * size },
            Fault(kind: .shift, hours: hours(36..<81)) { max(0, $0 + (sign > 0 ? 12 + 10 * size : -8 - 6 * size)) },
            Fault(kind: .theft, hours: hours(72..<171)) { $0 * (0.35 + 0.3 * size) },
        ]
    }

    /// What the event that covers most of the fault is called; nil when there is none.
    private func verdict(_ fault: Fault, seed: UInt64) -> AnomalyEvent? {
        var values = DetectorTests.values(seed: seed)
        for index in fault.hours where index < values.count { values[index] = fault.apply(values[index]) }
        let span = TimeSpan(start: DetectorTests.hour(74), end: DetectorTests.hour(DetectorTests.days))
        let faulty = TimeSpan(
            start: DetectorTests.start + Int64(fault.hours.lowerBound) * 3600,
            end: DetectorTests.start + Int64(fault.hours.upperBound) * 3600)
        func shared(_ event: AnomalyEvent) -> Int64 {
            min(event.span.end, faulty.end) - max(event.span.start, faulty.start)
        }
        return detector.detect(DetectorTests.series(values), over: span, calendar: DetectorTests.utc)
            .filter { shared($0) > 0 }.max { shared($0) < shared($1) }
    }

    @Test func namesInjectedFaultsByTheirKind() {
        var random = RandomSource(seed: 11)
        var named: [AnomalyKind: [String: Int]] = [:]
        for seed in 0..<20 {
            for fault in Self.faults(&random) {
                let name = verdict(fault, seed: 1 + UInt64(seed % 2))?.kind.rawValue ?? "none"
                named[fault.kind, default: [:]][name, default: 0] += 1
            }
        }
        for (kind, floor) in [(AnomalyKind.spike, 18), (.dropout, 18), (.stuck, 18), (.shift, 18), (.theft, 18)] {
            let right = named[kind]?[kind.rawValue] ?? 0
            #expect(right >= floor, "\(kind): \(named[kind] ?? [:])")
        }
    }

    @Test func aSpikeAfterHoursALittleBelowTheUsualIsStillASpike() throws {
        let fault = Fault(kind: .spike, hours: 75 * 24 + 2..<75 * 24 + 3) { $0 * 6 }
        var values = DetectorTests.values(seed: 1)
        for index in 75 * 24 - 18..<75 * 24 + 2 { values[index] *= 0.98 }
        for index in fault.hours { values[index] = fault.apply(values[index]) }
        for index in fault.hours.upperBound..<fault.hours.upperBound + 6 { values[index] *= 0.98 }
        let events = detector.detect(
            DetectorTests.series(values),
            over: TimeSpan(start: DetectorTests.hour(75), end: DetectorTests.hour(76)), calendar: DetectorTests.utc)
        let event = try #require(events.max { $0.score < $1.score })
        #expect(event.kind == .spike)
        #expect(event.reason.hasSuffix("times what is usual, for one hour."), "\(event.reason)")
    }

    @Test func oneTheftIsOneFindingFromTheHourItBegan() throws {
        let fault = Fault(kind: .theft, hours: 75 * 24 + 7..<82 * 24) { $0 * 0.5 }
        let event = try #require(verdict(fault, seed: 1))
        #expect(event.kind == .theft)
        #expect(abs((event.span.start - DetectorTests.hour(75, 7)) / 3600) <= 6)
        #expect(abs((event.span.end - DetectorTests.hour(82)) / 3600) <= 6)
        // Seen from a span that begins in its middle, it still began when it began.
        var values = DetectorTests.values(seed: 1)
        for index in fault.hours { values[index] *= 0.5 }
        let late = detector.detect(
            DetectorTests.series(values),
            over: TimeSpan(start: DetectorTests.hour(80), end: DetectorTests.hour(81)), calendar: DetectorTests.utc)
        #expect(late.count == 1)
        #expect(late.first?.kind == .theft)
        #expect(late.first.map { abs(($0.span.start - event.span.start) / 3600) <= 6 } == true)
    }

    @Test func theNumbersOfASentenceAreThoseOfItsHour() throws {
        var random = RandomSource(seed: 12)
        for fault in Self.faults(&random) {
            let event = try #require(verdict(fault, seed: 1))
            #expect(event.span.contains(event.peakAt))
            switch event.kind {
            case .spike: #expect(event.actual > event.expectedHigh)
            case .dropout, .theft: #expect(event.actual < event.expectedLow)
            case .shift: #expect(event.actual < event.expectedLow || event.actual > event.expectedHigh)
            case .stuck, .unusual: break
            }
        }
    }

    @Test func aSentenceTellsTheHourByTheClockOnTheWall() throws {
        var values = DetectorTests.values(seed: 1)
        values[75 * 24 + 2] *= 6
        let losAngeles = try #require(CityCalendar(identifier: "America/Los_Angeles"))
        let events = detector.detect(
            DetectorTests.series(values),
            over: TimeSpan(start: DetectorTests.hour(75), end: DetectorTests.hour(76)), calendar: DetectorTests.utc,
            toldBy: losAngeles)
        let event = try #require(events.max { $0.score < $1.score })
        // Saturday 02:00 UTC is Friday evening there, in summer time since 8 March.
        #expect(event.reason.contains("expected for a Friday 19:00"), "\(event.reason)")
    }
}
