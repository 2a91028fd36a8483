public import GridModel

/// Checks the readings of one series at the door, before anything is stored.
///
/// A reading is known when its interval has ended, so one whose interval ends after "now" (with
/// a tolerance for senders' clocks) is refused: it would be a forecast.
public struct ReadingValidator: Sendable {
    let range: ClosedRange<Double>
    private let unit: String
    let intervalSeconds: Int64
    private let isDerived: Bool
    private let latestEnd: Timestamp
    private let acceptedRange: Range<Timestamp>
    private let closedBefore: Timestamp
    private let oldest: Timestamp
    private let earliest: Timestamp

    /// - Parameters:
    ///   - closedBefore: readings before it are refused, as their stretch has been deleted; nil: none is.
    ///   - oldestDays: readings of longer ago are refused, as a sender's clock that was reset makes them; nil: none are.
    ///   - futureToleranceSeconds: how far senders' clocks may run ahead of `now`.
    public init(
        series: Series, now: Timestamp, closedBefore: Timestamp? = nil, oldestDays: Int? = nil,
        futureToleranceSeconds: Int64 = 300, acceptedRange: Range<Timestamp> = Timestamp.acceptedRange
    ) {
        range = series.quantity.plausibleRange
        unit = series.quantity.unit
        intervalSeconds = max(1, series.intervalSeconds)
        isDerived = series.isDerived
        latestEnd = now + futureToleranceSeconds
        self.acceptedRange = acceptedRange
        self.closedBefore = max(closedBefore ?? acceptedRange.lowerBound, acceptedRange.lowerBound)
        oldest = oldestDays.map { max(now - Int64($0) * 86_400, acceptedRange.lowerBound) } ?? acceptedRange.lowerBound
        earliest = max(self.closedBefore, oldest)
    }

    /// Everything wrong with the reading; empty when it is accepted.
    public func faults(in reading: Reading) -> [ReadingFault] {
        [seriesFault, startFault(reading.start), valueFault(reading.value)].compactMap(\.self)
    }

    /// Cheaper than `faults(in:)` for the readings that are sound, which are nearly all.
    public func isAccepted(_ reading: Reading) -> Bool {
        !isDerived && range.contains(reading.value) && acceptedRange.contains(reading.start)
            && earliest <= reading.start
            && reading.start.isAligned(toMultipleOf: intervalSeconds) && reading.start + intervalSeconds <= latestEnd
    }

    /// What keeps the series from taking any reading.
    var seriesFault: ReadingFault? {
        guard isDerived else { return nil }
        return ReadingFault(
            field: .series, message: "The series is computed from others and takes no readings.",
            expected: "a measured series")
    }

    private func startFault(_ start: Timestamp) -> ReadingFault? {
        guard acceptedRange.contains(start) else {
            return ReadingFault(
                field: .start, message: "The interval's start lies outside the accepted time.",
                expected: "a start from \(acceptedRange.lowerBound) to before \(acceptedRange.upperBound)")
        }
        guard closedBefore <= start else {
            return ReadingFault(
                field: .start,
                message:
                    "The time before \(closedBefore) is closed: its readings were deleted as the tenant's retention says.",
                expected: "a start from \(closedBefore)")
        }
        guard oldest <= start else {
            return ReadingFault(
                field: .start,
                message: "\(start) is so long ago that the sender's clock is taken to be wrong.",
                expected: "a start from \(oldest), or a greater oldestDays in the tenant's ingest settings")
        }
        guard start.isAligned(toMultipleOf: intervalSeconds) else {
            return ReadingFault(
                field: .start, message: "\(start) is not where an interval of the series begins.",
                expected: "a multiple of \(intervalSeconds) s, such as \(start.floored(toMultipleOf: intervalSeconds))")
        }
        guard start + intervalSeconds <= latestEnd else {
            return ReadingFault(
                field: .start, message: "The interval that begins at \(start) has not ended yet.",
                expected: "an interval of \(intervalSeconds) s that ends by \(latestEnd)")
        }
        return nil
    }

    private func valueFault(_ value: Double) -> ReadingFault? {
        guard value.isFinite else {
            return ReadingFault(
                field: .value, message: "The value is not a finite number.",
                expected: "a number in \(unit); leave out what is missing")
        }
        guard range.contains(value) else {
            return ReadingFault(
                field: .value, message: "\(value) \(unit) is not plausible.",
                expected: "\(range.lowerBound) to \(range.upperBound) \(unit)")
        }
        return nil
    }
}
