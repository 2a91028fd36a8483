public import GridModel

/// Adds series up to the hours of a feeder or zone.
///
/// An energy's kWh of an hour are its mean kW. A power counts with the mean of the intervals
/// that are there. Nothing is filled in: an hour is the sum of what was reported, with how many
/// of the expected series reported it. So every expected series must be added, also one without
/// a single reading.
public struct AreaHours: Sendable {
    /// Whole UTC hours.
    public let span: TimeSpan
    public private(set) var expectedSeries = 0
    private var consumption: [Double]
    private var generation: [Double]
    private var directNetLoad: [Double]
    private var completeSeries: [Int32]
    private var partialSeries: [Int32]
    private var estimatedCounts: [Int32]

    /// - Parameter span: widened to whole hours.
    public init(covering span: TimeSpan) {
        self.span = span.wideningToHours
        let hours = Int(self.span.seconds / 3600)
        consumption = Array(repeating: 0, count: hours)
        generation = consumption
        directNetLoad = consumption
        completeSeries = Array(repeating: 0, count: hours)
        partialSeries = completeSeries
        estimatedCounts = completeSeries
    }

    /// A series that is expected but has no hourly readings at all.
    public mutating func addMissingSeries() {
        expectedSeries += 1
    }

    /// - Throws: when the quantity is no part of a load, such as a temperature.
    public mutating func add(_ series: HourlyColumns, quantity: Quantity) throws(AreaRollupError) {
        switch quantity {
        case .activeEnergyImport: add(series, isEnergy: true, to: \.consumption)
        case .consumption: add(series, isEnergy: false, to: \.consumption)
        case .activeEnergyExport: add(series, isEnergy: true, to: \.generation)
        case .generation: add(series, isEnergy: false, to: \.generation)
        case .netLoad: add(series, isEnergy: false, to: \.directNetLoad)
        case .temperature, .relativeHumidity, .globalIrradiance, .directIrradiance: throw .notAPower(quantity)
        }
    }

    /// The hours in which at least one series reported, ascending.
    public var hours: [AreaHour] {
        completeSeries.indices.compactMap { hour in
            guard completeSeries[hour] > 0 || partialSeries[hour] > 0 else { return nil }
            return AreaHour(
                start: span.start + Int64(hour) * 3600, consumptionKW: consumption[hour],
                generationKW: generation[hour],
                netLoadKW: consumption[hour] - generation[hour] + directNetLoad[hour],
                expectedSeries: expectedSeries, completeSeries: Int(completeSeries[hour]),
                partialSeries: Int(partialSeries[hour]), estimatedCount: Int(estimatedCounts[hour]))
        }
    }

    private mutating func add(
        _ series: HourlyColumns, isEnergy: Bool, to power: WritableKeyPath<AreaHours, [Double]>
    ) {
        expectedSeries += 1
        let common = span.intersection(series.span)
        guard !common.isEmpty else { return }
        let shift = Int((common.start - span.start) / 3600)
        let from = Int((common.start - series.span.start) / 3600)
        let complete = Int32(series.expectedPerHour)
        for index in 0..<Int(common.seconds / 3600) {
            let count = series.counts[from + index]
            guard count > 0 else { continue }
            if count >= complete { completeSeries[shift + index] += 1 } else { partialSeries[shift + index] += 1 }
            estimatedCounts[shift + index] += series.estimatedCounts[from + index]
        }
        Self.add(
            series, from: from, isEnergy: isEnergy, to: &self[keyPath: power], at: shift, Int(common.seconds / 3600))
    }

    private static func add(
        _ series: HourlyColumns, from: Int, isEnergy: Bool, to power: inout [Double], at shift: Int, _ hours: Int
    ) {
        for index in 0..<hours {
            let count = series.counts[from + index]
            guard count > 0 else { continue }
            power[shift + index] += isEnergy ? series.sums[from + index] : series.sums[from + index] / Double(count)
        }
    }
}
