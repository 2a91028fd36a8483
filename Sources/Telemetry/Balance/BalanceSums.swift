public import GridModel

/// Adds an area's boundary and the meters inside it up, one meter at a time, so that memory does not grow with
/// their number.
///
/// Meters err independently of each other, so their uncertainties add as the root of the sum of squares. One
/// meter's class error is the same in every hour, and what its estimates miss may be: both add up over its hours.
public struct BalanceSums: Sendable {
    public enum Boundary: Sendable {
        case imported
        case exported
        /// Mean power, kW, positive into the area.
        case net
    }

    public enum Connection: Sendable {
        case load
        case generator
    }

    /// Whole UTC hours.
    public let span: TimeSpan
    /// Of the whole span, then of each part of it.
    public private(set) var figures: [BalanceFigures]
    private let ranges: [Range<Int>]
    private var isCovered: [Bool]
    private var imported: [Double]
    private var exported: [Double]
    private var consumed: [Double]
    private var generated: [Double]
    private var missingInHour: [Int32]

    /// - Parameters:
    ///   - span: whole UTC hours that have ended.
    ///   - parts: stretches of it in order, in whole hours.
    public init(span: TimeSpan, parts: [TimeSpan]) {
        self.span = span
        let hours = Int(span.seconds / 3600)
        let spans = [span] + parts
        ranges = spans.map { part in
            let common = part.intersection(span)
            let first = min(hours, max(0, Int((common.start - span.start) / 3600)))
            return first..<max(first, min(hours, Int((common.end - span.start) / 3600)))
        }
        figures = spans.map { BalanceFigures(span: $0) }
        for index in figures.indices { figures[index].hours = ranges[index].count }
        isCovered = Array(repeating: true, count: hours)
        imported = Array(repeating: 0, count: hours)
        exported = imported
        consumed = imported
        generated = imported
        missingInHour = Array(repeating: 0, count: hours)
    }

    /// - Parameters:
    ///   - meters: everything that measures the boundary; at least one. All are added before the first meter inside.
    public mutating func setBoundary(_ meters: [(hours: MeterHours, direction: Boundary)], accuracy: MeterClass) {
        for hour in isCovered.indices {
            isCovered[hour] = !meters.isEmpty && meters.allSatisfy { !$0.hours.energies[hour].isNaN }
            guard isCovered[hour] else { continue }
            for meter in meters {
                let energy = meter.hours.energies[hour]
                switch meter.direction {
                case .imported: imported[hour] += energy
                case .exported: exported[hour] += energy
                case .net: if energy >= 0 { imported[hour] += energy } else { exported[hour] -= energy }
                }
            }
        }
        for index in figures.indices {
            for hour in ranges[index] where isCovered[hour] {
                figures[index].coveredHours += 1
                figures[index].importKWh += imported[hour]
                figures[index].exportKWh += exported[hour]
            }
            for meter in meters { addVariances(of: meter.hours, accuracy, to: index) }
        }
    }

    /// Adds the meter of a load point or generator.
    public mutating func add(_ meter: MeterHours, of connection: Connection, accuracy: MeterClass) {
        // A meter that is silent all the time is one that is not there.
        if meter.energies.contains(where: { !$0.isNaN }) {
            for hour in isCovered.indices where meter.energies[hour].isNaN { missingInHour[hour] += 1 }
        }
        for hour in isCovered.indices where !meter.energies[hour].isNaN {
            switch connection {
            case .load: consumed[hour] += meter.energies[hour]
            case .generator: generated[hour] += meter.energies[hour]
            }
        }
        for index in figures.indices {
            var (energy, estimated, hasEstimate, isMissing) = (0.0, 0.0, false, false)
            for hour in ranges[index] where isCovered[hour] {
                guard !meter.energies[hour].isNaN else {
                    isMissing = true
                    continue
                }
                energy += meter.energies[hour]
                estimated += meter.energies[hour] * meter.estimatedShares[hour]
                hasEstimate = hasEstimate || meter.isEstimated(hour)
            }
            switch connection {
            case .load: figures[index].consumptionKWh += energy
            case .generator: figures[index].generationKWh += energy
            }
            figures[index].estimatedKWh += estimated
            if hasEstimate { figures[index].estimatedMeters += 1 }
            if isMissing { addMissing(connection, to: index) }
            addVariances(of: meter, accuracy, to: index)
        }
    }

    /// Adds a load point or generator whose energy nobody knows.
    public mutating func addUnmetered(_ connection: Connection) {
        for index in figures.indices { addMissing(connection, to: index) }
    }

    /// Input less output of each hour, kWh; NaN where the boundary was not measured or a meter was silent that
    /// reported at other times. What nobody ever metered is in all of them.
    public var residuals: [Double] {
        isCovered.indices.map { hour in
            guard isCovered[hour], missingInHour[hour] == 0 else { return .nan }
            return imported[hour] + generated[hour] - consumed[hour] - exported[hour]
        }
    }

    /// What went into the area in each hour, kWh; NaN where the boundary was not measured.
    public var inputs: [Double] {
        isCovered.indices.map { isCovered[$0] ? imported[$0] + generated[$0] : .nan }
    }

    private mutating func addMissing(_ connection: Connection, to index: Int) {
        switch connection {
        case .load: figures[index].missingLoads += 1
        case .generator: figures[index].missingGenerators += 1
        }
    }

    private mutating func addVariances(of meter: MeterHours, _ accuracy: MeterClass, to index: Int) {
        var (energy, estimate) = (0.0, 0.0)
        for hour in ranges[index] where isCovered[hour] && !meter.energies[hour].isNaN {
            energy += abs(meter.energies[hour])
            estimate += meter.estimateUncertainty(hour)
        }
        let classUncertainty = accuracy.standardUncertaintyShare * energy
        figures[index].classVariance += classUncertainty * classUncertainty
        figures[index].estimateVariance += estimate * estimate
    }
}
