public import GridModel

/// Adds series up to the hours of a feeder or zone.
///
/// An energy's kWh of an hour are its mean kW. A power counts with the mean of the intervals
/// that are there. An hour is the sum of what was reported, with how many of the expected series
/// reported it. So every series must be added, also one without a single reading; `addGaps` then says what
/// is known of those that are missing, by the rule of `AreaGaps`.
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
    private var gaps: AreaGaps

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
        gaps = AreaGaps(hours: hours)
    }

    /// Where a series lacks intervals in hours that others reported; nil when nowhere.
    public func gapSpan(of series: HourlyColumns) -> TimeSpan? {
        let gaps = gapHours(of: series)
        guard let first = gaps.first, let last = gaps.last else { return nil }
        return TimeSpan(start: span.start + Int64(first) * 3600, end: span.start + Int64(last + 1) * 3600)
    }

    /// What to load of a series to complete its gaps.
    public static func history(for gap: TimeSpan) -> TimeSpan {
        TimeSpan(start: gap.start - Int64(AreaGaps.memoryHours) * 3600, end: gap.end)
    }

    /// How long a reading can show in the hours after it.
    public static let memorySeconds = Int64(AreaGaps.memoryHours) * 3600 + 3600

    /// Says of the gaps of a series, once all series were added, whether it was expected and what stands in.
    /// - Parameters:
    ///   - series: what was added, over the area's span.
    ///   - history: the same series over `history(for: gapSpan)`.
    public mutating func addGaps(of series: HourlyColumns, history: HourlyColumns, quantity: Quantity) {
        func power(_ columns: HourlyColumns, _ index: Int) -> Double {
            quantity.isEnergy ? columns.sums[index] : columns.sums[index] / Double(columns.counts[index])
        }
        for hour in gapHours(of: series) {
            let index = hour - Int((history.span.start - span.start) / 3600)
            guard history.counts.indices.contains(index) else { continue }
            let memory = max(0, index - AreaGaps.memoryHours)...index
            guard history.counts[memory].contains(where: { $0 > 0 }) else {
                gaps.addNotExpected(hour)
                continue
            }
            let source = AreaGaps.lags.lazy.map { index - $0 }.first {
                $0 >= 0 && Int(history.counts[$0]) >= history.expectedPerHour && history.estimatedCounts[$0] == 0
            }
            guard let source else { continue }
            let partial = history.counts[index] > 0 ? power(history, index) : 0
            gaps.add(power(history, source), insteadOf: partial, quantity, at: hour)
        }
    }

    private func gapHours(of series: HourlyColumns) -> [Int] {
        let shift = Int((series.span.start - span.start) / 3600)
        return series.counts.indices.compactMap { index in
            let hour = index + shift
            guard completeSeries.indices.contains(hour), Int(series.counts[index]) < series.expectedPerHour,
                completeSeries[hour] > 0 || partialSeries[hour] > 0
            else { return nil }
            return hour
        }
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
        case .activeEnergyImportRegister, .activeEnergyExportRegister, .temperature, .relativeHumidity,
            .globalIrradiance, .directIrradiance, .windSpeed, .pm25, .pm10, .nitrogenDioxide, .ozone,
            .europeanAirQualityIndex, .usAirQualityIndex:
            throw .notAPower(quantity)
        }
    }

    /// The hours in which at least one series reported, ascending.
    public var hours: [AreaHour] {
        completeSeries.indices.compactMap { hour in
            guard completeSeries[hour] > 0 || partialSeries[hour] > 0 else { return nil }
            return self.hour(at: hour)
        }
    }

    private func hour(at hour: Int) -> AreaHour {
        var (consumed, generated, direct) = (consumption[hour], generation[hour], directNetLoad[hour])
        let expected = expectedSeries - Int(gaps.notExpected[hour])
        let missing = expected - Int(completeSeries[hour])
        let isCompleted = gaps.complete(hour, missing: missing, reported: consumed + generated + abs(direct))
        if isCompleted {
            consumed += gaps.consumption[hour]
            generated += gaps.generation[hour]
            direct += gaps.directNetLoad[hour]
        }
        return AreaHour(
            start: span.start + Int64(hour) * 3600, consumptionKW: consumed, generationKW: generated,
            netLoadKW: consumed - generated + direct, expectedSeries: expected,
            completeSeries: Int(completeSeries[hour]), partialSeries: Int(partialSeries[hour]),
            estimatedCount: Int(estimatedCounts[hour]), estimatedSeries: isCompleted ? missing : 0)
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
