import GridModel
import Telemetry
import Testing

@Suite struct AreaHoursTests {
    let hour = Timestamp(secondsSinceEpoch: 3600 * 500_000)
    var span: TimeSpan { TimeSpan(start: hour, end: hour + 7200) }

    @Test func netLoadIsConsumptionLessGeneration() throws {
        var area = AreaHours(covering: span)
        try area.add(columns([1, 1, 1, 1, 2, 2, 2, 2]), quantity: .activeEnergyImport)
        try area.add(columns([0, 0, 0, 1, 3, 3, 3, 3]), quantity: .activeEnergyExport)
        try area.add(columns([10, 20, 30, 40, 5, 5, 5, 5]), quantity: .consumption)
        try area.add(columns([-1, -1, -1, -1, 1, 1, 1, 1]), quantity: .netLoad)
        let hours = area.hours
        #expect(hours.map(\.consumptionKW) == [29, 13])
        #expect(hours.map(\.generationKW) == [1, 12])
        #expect(hours.map(\.netLoadKW) == [27, 2])
        #expect(hours.map(\.isComplete) == [true, true])
        #expect(hours.map(\.start) == [hour, hour + 3600])
    }

    @Test func hourWithoutEverySeriesIsMarkedNotHidden() throws {
        var area = AreaHours(covering: span)
        try area.add(columns([1, 1, 1, 1, 1, 1, 1, 1]), quantity: .activeEnergyImport)
        try area.add(columns([2, 2, 2, 2, 2]), quantity: .activeEnergyImport)
        #expect(area.hours.map(\.isComplete) == [true, false])
        #expect(area.hours.map(\.consumptionKW) == [12, 6])
        #expect(area.hours[1].partialSeries == 1)
        #expect(area.hours[1].completeness == 0.5)
        area.addMissingSeries()
        #expect(area.hours.map(\.isComplete) == [false, false])
        #expect(area.hours.map(\.expectedSeries) == [3, 3])
        #expect(area.hours.map(\.completeSeries) == [2, 1])
    }

    @Test func hourNobodyReportedIsAbsent() throws {
        var area = AreaHours(covering: TimeSpan(start: hour - 3600, end: hour + 7200))
        try area.add(columns([1]), quantity: .activeEnergyImport)
        #expect(area.hours.map(\.start) == [hour])
    }

    @Test func weatherIsNoPartOfALoad() throws {
        var area = AreaHours(covering: span)
        let weather = columns([20])
        #expect(throws: AreaRollupError.notAPower(.temperature)) { try area.add(weather, quantity: .temperature) }
        #expect(area.expectedSeries == 0)
    }

    private func columns(_ values: [Double]) -> HourlyColumns {
        guard var columns = HourlyColumns(covering: span, intervalSeconds: 900) else {
            preconditionFailure("A quarter of an hour divides an hour.")
        }
        columns.add(ReadingBlock(regularFrom: hour, intervalSeconds: 900, values: values))
        return columns
    }
}
