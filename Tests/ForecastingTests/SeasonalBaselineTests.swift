import Forecasting
import GridModel
import Testing

@Suite struct SeasonalBaselineTests {
    @Test func quantilesAreTheErrorsOfTheWeeksBefore() throws {
        // Each week is 10 higher than the one before.
        let values: [Double?] = (0..<672).map { hour in
            let week = hour / 168
            return Double(hour % 168 + 10 * week)
        }
        let series = ForecastSeries(key: "a", load: HourlySeries(start: SyntheticLoad.start, values: values))
        let forecast = SeasonalBaseline.forecast(series, issuedAt: SyntheticLoad.hour(28), reason: "test")
        let first = try #require(forecast.points.first)
        #expect(first == ForecastPoint(start: SyntheticLoad.hour(28), p10: 30, p50: 30, p90: 40))
    }

    @Test func saysWhenThereIsNothingToStandOn() {
        let series = ForecastSeries(key: "a", load: HourlySeries(start: SyntheticLoad.start, values: [1, 2]))
        let forecast = SeasonalBaseline.forecast(series, issuedAt: SyntheticLoad.hour(0, 2), reason: "test")
        #expect(forecast.points.isEmpty)
        guard case .unavailable = forecast.source else { return #expect(Bool(false), "not \(forecast.source)") }
    }

    @Test func doesNotUseWhatWasNotYetKnown() {
        let load = HourlySeries(start: SyntheticLoad.start, values: (0..<48).map { Double($0) })
        let points = SeasonalBaseline.points(load, lag: 24, issuedAt: SyntheticLoad.hour(1), horizon: 30)
        #expect(points.map(\.value) == (0..<24).map { Double($0) })
    }

    @Test func isScoredLikeAModel() throws {
        let series = SyntheticLoad.series("a", days: 63)
        let span = TimeSpan(start: SyntheticLoad.hour(56), end: SyntheticLoad.hour(63))
        let evaluation = Backtest.evaluateBaseline([series], calendar: SyntheticLoad.utc, over: span)
        let total = try #require(evaluation.total)
        #expect(total.count == 7 * 24)
        #expect(total.mae == total.baselineMae)
        #expect(total.coverage80Percent > 65)
    }

    @Test func scoresByHand() throws {
        let load = HourlySeries(start: SyntheticLoad.start, values: (0..<15 * 24).map { $0 < 168 ? 10 : 14 })
        let issued = SyntheticLoad.hour(14)
        let points = (0..<24).map {
            ForecastPoint(start: issued + Int64($0) * 3600, p10: 10, p50: $0 < 12 ? 13 : 11, p90: $0 < 12 ? 15 : 12)
        }
        let forecast = Forecast(seriesKey: "a", issuedAt: issued, points: points, source: .model)
        let score = try #require(ForecastScore([forecast], against: load))
        #expect(score.mae == 2)
        #expect(score.rmse == 5.0.squareRoot())
        #expect(score.coverage80Percent == 50)
        #expect(score.mase == 0.5)
        #expect(score.baselineMae == 0)
        #expect(abs(score.nmaePercent - 200.0 / 14) < 1e-12)
    }

    @Test func hoursThatRestOnEstimatesAreNotScored() throws {
        let load = HourlySeries(start: SyntheticLoad.start, values: (0..<15 * 24).map { _ in 14 })
        let issued = SyntheticLoad.hour(14)
        let points = (0..<24).map {
            ForecastPoint(start: issued + Int64($0) * 3600, p10: 10, p50: $0 < 12 ? 13 : 4, p90: 15)
        }
        let forecast = Forecast(seriesKey: "a", issuedAt: issued, points: points, source: .model)
        let estimated = Set(points[12...].map(\.start))
        let score = try #require(ForecastScore([forecast], against: load, estimatedHours: estimated))
        #expect(score.count == 12 && score.mae == 1)
        #expect(ForecastScore([forecast], against: load, estimatedHours: Set(points.map(\.start))) == nil)
    }

    @Test func issuesAtLocalMidnights() throws {
        let calendar = try #require(CityCalendar(identifier: "America/Los_Angeles"))
        // The clock goes forward on 2026-03-08: that day has 23 hours.
        let from = try #require(Timestamp(iso8601: "2026-03-07T08:00:00Z"))
        let times = Backtest.issueTimes(over: TimeSpan(start: from, end: from + 3 * 86_400), calendar: calendar)
        #expect(times.map(\.iso8601) == ["2026-03-07T08:00:00Z", "2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z"])
    }
}
