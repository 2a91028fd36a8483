import Foundation

/// How an area's hourly residual goes with one meter's energy, all else that is known being equal.
///
/// Ordinary least squares of `residual = hour of day + b·input + c·input² + slope·meter`: losses go with the load and
/// its square, and everything has a daily course, so what is left to the meter is its own. By the theorem of Frisch,
/// Waugh and Lovell the slope is that of the residuals of both on the rest. Hours are not independent of each other:
/// the count is cut by the lag-one autocorrelations (Bayley and Hammersley 1946), which widens the standard error.
struct ResidualRegression: Hashable, Sendable {
    let slope: Double
    let standardError: Double
    /// Hours that went in.
    let hours: Int
    /// Independent observations they are worth.
    let effectiveHours: Double

    /// A week, below which a daily course and a meter's own cannot be told apart.
    static let leastHours = 168

    /// Arrays over the same hours; hours with a NaN in any of them are left out. Nil when too little is left to say
    /// anything.
    init?(residual: [Double], input: [Double], meter: [Double]) {
        let used = residual.indices.filter { !residual[$0].isNaN && !input[$0].isNaN && !meter[$0].isNaN }
        guard used.count >= Self.leastHours else { return nil }
        let hoursOfDay = used.map { $0 % 24 }
        func column(_ values: [Double]) -> [Double] { Self.withoutDailyCourse(used.map { values[$0] }, hoursOfDay) }
        // Scaled, so that the square is of the input's size.
        let scale = used.map { abs(input[$0]) }.max() ?? 0
        let inputs = scale > 0 ? input.map { $0 / scale } : input
        var basis: [[Double]] = []
        for column in [column(inputs), column(inputs.map { $0 * $0 })] {
            let rest = Self.removing(basis, from: column)
            let length = Self.dot(rest, rest).squareRoot()
            if length > 1e-9 * Double(used.count).squareRoot() { basis.append(rest.map { $0 / length }) }
        }
        let x = Self.removing(basis, from: column(meter))
        let y = Self.removing(basis, from: column(residual))
        let xx = Self.dot(x, x)
        let meterSize = Self.dot(used.map { meter[$0] }, used.map { meter[$0] })
        guard xx > 1e-9 * meterSize, xx > 0 else { return nil }
        let slope = Self.dot(x, y) / xx
        let error = zip(x, y).map { $1 - slope * $0 }
        let freedom = Double(used.count - 24 - basis.count - 1)
        let product = Self.lagOneCorrelation(x, used) * Self.lagOneCorrelation(error, used)
        // Negative autocorrelation would narrow the error: not relied on.
        let inflation = (1 + max(0, product)) / (1 - min(0.99, max(0, product)))
        self.slope = slope
        hours = used.count
        effectiveHours = freedom / inflation
        standardError = max((Self.dot(error, error) / freedom / xx * inflation).squareRoot(), .leastNormalMagnitude)
    }

    /// The probability of a slope as far from `expected` as this one when it truly is `expected`, from either side;
    /// by the normal distribution, as hours are many.
    func probability(ofSlope expected: Double) -> Double {
        erfc(abs(slope - expected) / standardError / 2.0.squareRoot())
    }

    private static func withoutDailyCourse(_ values: [Double], _ hoursOfDay: [Int]) -> [Double] {
        var (sums, counts) = ([Double](repeating: 0, count: 24), [Double](repeating: 0, count: 24))
        for (value, hour) in zip(values, hoursOfDay) {
            sums[hour] += value
            counts[hour] += 1
        }
        return zip(values, hoursOfDay).map { $0 - sums[$1] / counts[$1] }
    }

    private static func removing(_ basis: [[Double]], from column: [Double]) -> [Double] {
        basis.reduce(column) { rest, unit in
            let length = dot(rest, unit)
            return zip(rest, unit).map { $0 - length * $1 }
        }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for index in a.indices { sum += a[index] * b[index] }
        return sum
    }

    /// Over pairs of hours that follow each other.
    private static func lagOneCorrelation(_ values: [Double], _ hours: [Int]) -> Double {
        let all = dot(values, values)
        guard all > 0 else { return 0 }
        var sum = 0.0
        for index in values.indices.dropFirst() where hours[index] == hours[index - 1] + 1 {
            sum += values[index] * values[index - 1]
        }
        return sum / all
    }
}
