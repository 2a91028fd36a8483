public import GridModel

/// The energies of the intervals between two stands of a cumulative register.
///
/// A stand is that at its interval's end, so the energy of an interval is its own stand less the one before. Where
/// stands are missing between two, the energy of the whole gap is known and that of none of its intervals: it is
/// told as a finding and never spread. A register that went down has rolled over when what it went on by is within
/// what the connection can take; otherwise it was reset or exchanged, and the interval's energy is not known.
public struct RegisterConversion: Sendable {
    /// Quality `calculated`, ascending.
    public private(set) var energies: [Reading] = []
    public private(set) var findings: [Finding] = []
    private let greatestKW: Double
    private let digits: Int?

    /// The intervals of the judged stretch; the stand before it is taken from the window's context.
    public init(_ rule: ValidationRule, _ window: ValidationWindow) {
        greatestKW = rule["greatestKW"] ?? .infinity
        digits = rule["digits"].map { Int($0) }
        var before = window.previous
        for reading in window.block.readings {
            defer { before = reading }
            guard let last = before, reading.start < window.judged.end,
                reading.start + window.intervalSeconds > window.judged.start
            else { continue }
            take(reading, after: last, intervalSeconds: window.intervalSeconds)
        }
    }

    private mutating func take(_ reading: Reading, after last: Reading, intervalSeconds: Int64) {
        let seconds = reading.start - last.start
        let span = TimeSpan(start: last.start + intervalSeconds, end: reading.start + intervalSeconds)
        let greatest = greatestKW * Double(seconds) / 3600
        var energy = reading.value - last.value
        if energy < 0 {
            energy += modulus(above: last.value)
            guard energy >= 0, energy <= greatest else { return reset(span, last, reading, greatest) }
            findings.append(
                Finding(
                    .registerRollover, span, value: energy, limit: greatest,
                    "From \(last.value) over \(modulus(above: last.value)) to \(reading.value): \(energy) kWh."))
        } else if energy > greatest {
            return reset(span, last, reading, greatest)
        }
        guard seconds == intervalSeconds else {
            findings.append(
                Finding(
                    .registerOutage, span, value: energy,
                    "\(energy) kWh in \(seconds / intervalSeconds) intervals, of which only the sum is known."))
            return
        }
        energies.append(Reading(start: reading.start, value: energy, quality: .calculated))
    }

    private mutating func reset(_ span: TimeSpan, _ last: Reading, _ reading: Reading, _ greatest: Double) {
        findings.append(
            Finding(
                .registerReset, span, value: reading.value, limit: greatest,
                "From \(last.value) to \(reading.value) kWh: a reset or another meter; at most \(greatest) kWh can have passed."
            ))
    }

    /// What the register counts to: as set, else the least power of ten above its last stand.
    private func modulus(above stand: Double) -> Double {
        var modulus = 1.0
        if let digits {
            for _ in 0..<digits { modulus *= 10 }
        } else {
            while modulus <= stand { modulus *= 10 }
        }
        return modulus
    }
}
