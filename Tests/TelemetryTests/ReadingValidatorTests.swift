import GridModel
import Telemetry
import Testing

@Suite struct ReadingValidatorTests {
    let now = Timestamp(secondsSinceEpoch: 1_795_392_000)

    @Test func acceptsAFinishedInterval() {
        let reading = Reading(start: now - 900, value: 1.5)
        #expect(validator().faults(in: reading).isEmpty)
        #expect(validator().isAccepted(reading))
    }

    @Test(arguments: [
        (-900 as Int64, Double.nan, ReadingFault.Field.value), (-900, .infinity, .value), (-900, -0.001, .value),
        (-900, 2e9, .value), (-899, 1, .start), (0, 1, .start), (86_400, 1, .start),
        (-4_005_000_000, 1, .start), (9_000_000_000, 1, .start),
    ])
    func refusesByField(offset: Int64, value: Double, field: ReadingFault.Field) {
        let reading = Reading(start: now + offset, value: value)
        let faults = validator().faults(in: reading)
        #expect(faults.map(\.field) == [field])
        #expect(faults.allSatisfy { !$0.message.isEmpty && !$0.expected.isEmpty })
        #expect(!validator().isAccepted(reading))
    }

    @Test func reportsEveryFault() {
        let faults = validator(isDerived: true).faults(in: Reading(start: now + 1, value: .nan))
        #expect(faults.map(\.field) == [.series, .start, .value])
    }

    @Test func toleratesASendersFastClock() {
        let reading = Reading(start: now - 600, value: 1)
        #expect(!validator(interval: 600).isAccepted(Reading(start: now, value: 1)))
        #expect(validator(interval: 600).isAccepted(reading))
        let tolerant = ReadingValidator(series: series(interval: 600), now: now, futureToleranceSeconds: 600)
        #expect(tolerant.isAccepted(Reading(start: now, value: 1)))
    }

    private func validator(interval: Int64 = 900, isDerived: Bool = false) -> ReadingValidator {
        ReadingValidator(series: series(interval: interval, isDerived: isDerived), now: now)
    }

    private func series(interval: Int64, isDerived: Bool = false) -> Series {
        Series(
            id: SeriesID(1), externalName: "m1", name: "Meter 1", subject: Subject(kind: .loadPoint, id: 1), zone: nil,
            quantity: .activeEnergyImport, intervalSeconds: interval, isDerived: isDerived)
    }
}
