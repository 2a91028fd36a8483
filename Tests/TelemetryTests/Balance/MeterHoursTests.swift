import GridModel
import Telemetry
import Testing

@Suite struct MeterHoursTests {
    /// Four weeks before the span of one week, hourly.
    private func meter(_ value: (Int) -> Double) -> (columns: HourlyColumns, history: HourlyColumns)? {
        let span = TimeSpan(start: SyntheticTown.start, end: SyntheticTown.start + 168 * 3600)
        let all = AreaHours.history(for: span)
        guard var columns = HourlyColumns(covering: span, intervalSeconds: 3600),
            var history = HourlyColumns(covering: all, intervalSeconds: 3600)
        else { return nil }
        let block = ReadingBlock(
            (0..<Int(all.seconds / 3600)).compactMap { hour in
                let value = value(hour)
                return value.isNaN ? nil : Reading(start: all.start + Int64(hour) * 3600, value: value)
            })
        columns.add(block.clipped(to: span))
        history.add(block)
        return (columns, history)
    }

    @Test func gapIsEstimatedByTheSameHourLastWeekWithTheSpreadOfThatRule() throws {
        // Weeks alternate by ±1 kWh: the rule is wrong by 2 kWh every time.
        let (columns, history) = try #require(
            meter { hour in hour == 700 ? .nan : 10 + (hour / 168 % 2 == 0 ? 1 : -1) })
        let hours = MeterHours(columns, history: history, isEnergy: true)
        let gap = 700 - 28 * 24
        #expect(hours.energies[gap] == 9)
        #expect(hours.estimatedShares[gap] == 1)
        #expect(hours.estimatedShares.filter { $0 > 0 } == [1])
        #expect(abs(try #require(hours.spreadKWh) - 2) < 0.2)
    }

    @Test func spreadGoesIntoTheUncertaintyHourByHour() throws {
        let (columns, history) = try #require(
            meter { hour in (700..<705).contains(hour) ? .nan : 10 + (hour / 168 % 2 == 0 ? 1 : -1) })
        let hours = MeterHours(columns, history: history, isEnergy: true)
        var sums = BalanceSums(span: columns.span, parts: [])
        sums.setBoundary(
            [(SyntheticTown.meter([Double](repeating: 0, count: 168)), .imported)],
            accuracy: MeterClass(limitPercent: 0))
        sums.add(hours, of: .load, accuracy: MeterClass(limitPercent: 0))
        let spread = try #require(hours.spreadKWh)
        #expect(abs(sums.figures[0].uncertaintyKWh - 2 * 5 * spread) < 1e-9)
        #expect(sums.figures[0].estimatedMeters == 1 && sums.figures[0].estimatedKWh == 45)
        let verdict = BalanceVerdict(sums.figures[0], band: TechnicalLossBand())
        #expect(verdict.name == "outputExceedsInput")
    }

    @Test func longSilenceIsMissingAndNotEstimated() throws {
        let (columns, history) = try #require(meter { _ in .nan })
        let hours = MeterHours(columns, history: history, isEnergy: true)
        #expect(hours.energies.allSatisfy { $0.isNaN })
        var sums = BalanceSums(span: columns.span, parts: [])
        sums.setBoundary(
            [(SyntheticTown.meter([Double](repeating: 5, count: 168)), .imported)], accuracy: .boundary)
        sums.add(hours, of: .load, accuracy: .connection)
        #expect(sums.figures[0].missingLoads == 1)
        #expect(BalanceVerdict(sums.figures[0], band: TechnicalLossBand()) == .metersMissing(1))
    }

    @Test func tooMuchThatIsEstimatedLeavesItOpen() throws {
        let (columns, history) = try #require(
            meter { hour in hour >= 28 * 24 ? .nan : 10 + (hour / 168 % 2 == 0 ? 4 : -4) })
        let hours = MeterHours(columns, history: history, isEnergy: true)
        var sums = BalanceSums(span: columns.span, parts: [])
        sums.setBoundary(
            [(SyntheticTown.meter([Double](repeating: 10, count: 168)), .imported)], accuracy: .boundary)
        sums.add(hours, of: .load, accuracy: .connection)
        #expect(BalanceVerdict(sums.figures[0], band: TechnicalLossBand()).name == "notDecidable")
        #expect(sums.figures[0].missingLoads == 0)
    }
}
