import Forecasting
import GridModel
import Operations
import Testing

@Suite struct IssueForecastsTests {
    @Test func withoutAModelTheBaselineServesAndSaysSo() async throws {
        let city = try await ModelCity(days: 30)
        let issued = try #require(try await city.issue())
        #expect(issued.zones == [city.city.zone])
        let forecast = try await city.forecast()
        let run = try #require(forecast.run)
        #expect(run.isFallback && !run.isBackfilled && run.model == nil)
        #expect(run.fallbackReason == "there is no trained model that can be read")
        #expect(forecast.points.count == 24)
    }

    @Test func eachHourIsIssuedOnce() async throws {
        let city = try await ModelCity(days: 30)
        #expect(try await city.issue() != nil)
        #expect(try await city.issue() == nil)
        city.now(plusHours: 1)
        #expect(try await city.issue()?.issuedAt == city.clock.now)
        #expect(try await city.forecast().run?.trigger == .rolling)
    }

    @Test func atLocalMidnightTheDayAheadIsIssuedToo() async throws {
        // 2026-01-05T08:00Z is midnight in Los Angeles, and so is every 24 hours later.
        let city = try await ModelCity(days: 30)
        _ = try await city.issue()
        city.now(plusHours: 24)
        let past = try await city.forecast().past
        // The readings of that day have not come: the forecasts are there, the score is not.
        #expect(past.isEmpty)
        _ = try await city.issue()
        let later = try await city.forecast()
        #expect(later.past.count == 24)
        #expect(later.past.allSatisfy { !$0.isBackfilled })
        #expect(later.score == nil)
    }

    @Test func backfilledForecastsSayThatTheyWereComputedAfterwards() async throws {
        let city = try await ModelCity(days: 70)
        try await TrainForecaster(
            database: city.database, objects: city.objects, scope: city.scope, calendar: city.calendar,
            clock: city.clock.city, options: TrainForecasterTests.quick
        )(report: { _, _ in })
        city.now(plusHours: 1)
        try await city.issue.backfill(days: 14)
        _ = try await city.issue()
        let forecast = try await city.forecast()
        #expect(forecast.run?.isBackfilled == false)
        // Ten days were held out: no day that the model was trained on is forecast afterwards.
        #expect(forecast.past.count >= 9 * 24 && forecast.past.count <= 11 * 24)
        #expect(forecast.past.allSatisfy { $0.isBackfilled })
        let score = try #require(forecast.score)
        #expect(score.scoredHours >= 9 * 24)
        #expect(score.coverage80Percent > 40)
        try await city.issue.backfill(days: 14)
        #expect(try await city.forecast().past == forecast.past)
    }
}
