import Foundation
import GridModel

/// An anomaly in plain words: what was read, what was to be expected, and what marks it.
enum Reason {
    private static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]

    /// `12.4 kWh read, 38–47 kWh expected for a Tuesday 18:00; the value has not changed for 9 hours.`
    static func sentence(_ hour: ScoredHour, _ verdict: Verdict, unit: String, local: LocalTime) -> String {
        let (low, high) = (number(hour.expectedLow), number(hour.expectedHigh))
        let band = low == high ? low : "\(low)–\(high)"
        let clock = "\(weekdays[local.weekday]) \(twoDigits(local.hour)):\(twoDigits(local.secondOfDay / 60 % 60))"
        let what = "\(number(hour.actual)) \(unit) read, \(band) \(unit) expected for a \(clock)"
        return "\(what)\(mark(hour, verdict))."
    }

    private static func mark(_ hour: ScoredHour, _ verdict: Verdict) -> String {
        let share = Int((abs(1 - verdict.ratio) * 100).rounded())
        let lasted = verdict.hours == 1 ? "one hour" : "\(verdict.hours) hours"
        switch verdict.kind {
        case .spike where hour.expected > 0:
            return "; \(number(hour.actual / hour.expected)) times what is usual, for \(lasted)"
        case .spike: return "; far above what is usual, for \(lasted)"
        case .dropout: return "; for \(lasted) nothing or nearly nothing is read where there is load"
        case .stuck: return "; the value has not changed for \(verdict.equalHours) hours"
        case .theft: return "; for \(lasted) the meter has shown \(share) % less, by a steady share"
        case .shift:
            return "; for \(lasted) the level has been \(share) % \(verdict.ratio < 1 ? "below" : "above") the usual"
        case .unusual: return "; the hours around it do not follow the usual pattern"
        }
    }

    /// Three significant digits or all before the point.
    static func number(_ value: Double) -> String {
        let magnitude = abs(value)
        let decimals = magnitude == 0 || magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3
        let scale = pow(10, Double(decimals))
        let rounded = (magnitude * scale).rounded()
        guard rounded < 1e15 else { return String(value) }
        let digits = String(Int64(rounded))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let whole = padded.dropLast(decimals)
        var fraction = String(padded.suffix(decimals))
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return (value < 0 && rounded > 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
