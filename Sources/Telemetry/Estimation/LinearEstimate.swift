public import GridModel

/// A straight line between the reading before a gap and the one after it: v(i) = a + (b − a) · i / (n + 1) for the
/// i-th of n intervals.
///
/// The usual estimate of short gaps in interval data (California's "Direct Access Standards for Metering and Meter
/// Data" interpolates up to two hours). Values are levels or energies of equal intervals: never stands of a register.
public enum LinearEstimate {
    public static func readings(
        in gap: TimeSpan, intervalSeconds: Int64, before: Double, after: Double
    ) -> [Reading] {
        let count = Int(gap.seconds / max(1, intervalSeconds))
        return (0..<max(0, count)).map { index in
            let share = Double(index + 1) / Double(count + 1)
            return Reading(
                start: gap.start + Int64(index) * intervalSeconds, value: before + (after - before) * share,
                quality: .estimated)
        }
    }
}
