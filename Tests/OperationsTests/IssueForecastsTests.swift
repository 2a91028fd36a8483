import Forecasting
import GridModel
import Operations
import Persistence
import Testing

@Suite struct IssueForecastsTests {
    @Test func withoutAModelTheBaselineServesAndSaysSo() async throws {
        let city = try await ModelCity(days: 30)
        let issued = try #require(try await city.issue())
        #expect(issued.zones == [city.city.zone])
        let forecast = try await city.forecast()
        let run = try #require(forecast.run)
        #expect(run.isFallback && !run.isBackfilled && run.model == nil)
        #expect(run.fallbackReason == "there is no trained model")
        #expect(forecast.points.count == 24)
    }

    @Test func anHourWithoutHistoryIsIssuedOnceThereIsSome() async throws {
        let city = try await ModelCity(days: 0)
        city.now(plusHours: 10 * 24)
        #expect(try await city.issue() == nil)
        try await city.city.send(city.city.meter, from: ModelCity.start, ModelCity.values(days: 10))
        try await city.city.rollups { _ in }
        #expect(try await city.issue() != nil)
        #expect(try await city.forecast().points.count == 24)
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

    @Test func aDayAheadMissedAtMidnightIsIssuedLateAndSaysSo() async throws {
        let city = try await ModelCity(days: 30)
        let midnight = city.clock.now
        city.now(plusHours: 5)
        #expect(try await city.issue() != nil)
        #expect(try await city.issue() == nil)
        city.now(plusHours: 19)
        _ = try await city.issue()
        let past = try await city.forecast().past
        #expect(past.count == 24)
        #expect(past.allSatisfy { $0.issuedAt == midnight && $0.isBackfilled })
    }

    @Test func aDayAheadThatWasNotStoredAfterTheRollingForecastIsIssuedByTheNextCall() async throws {
        let city = try await ModelCity(days: 30)
        _ = try await city.issue()
        try await city.database.writeUnscoped {
            _ = try $0.run(
                "DELETE FROM forecast_values WHERE run_id IN (SELECT run_id FROM forecast_runs WHERE kind = 'dayAhead')"
            )
            _ = try $0.run(
                "DELETE FROM forecast_series WHERE run_id IN (SELECT run_id FROM forecast_runs WHERE kind = 'dayAhead')"
            )
            #expect(try $0.run("DELETE FROM forecast_runs WHERE kind = 'dayAhead'") == 1)
        }
        #expect(try await city.issue() != nil)
        city.now(plusHours: 24)
        _ = try await city.issue()
        #expect(try await city.forecast().past.count == 24)
    }

    @Test(arguments: [("Asia/Kolkata", 11), ("Australia/Adelaide", 6)])
    func whereTheDayBeginsAtHalfPastTheDayAheadIsIssuedAtTheNextHour(timeZone: String, hours: Int64) async throws {
        // 08:00 UTC and these hours: the first whole hour of a local day.
        let city = try await ModelCity(days: 30, timeZone: timeZone)
        city.now(plusHours: hours)
        let first = city.clock.now
        _ = try await city.issue()
        city.now(plusHours: 24)
        _ = try await city.issue()
        let past = try await city.forecast().past
        let own = past.filter { $0.issuedAt == first }
        #expect(own.count == 24)
        #expect(own.first?.quantiles.start == first)
        #expect(own.allSatisfy { !$0.isBackfilled })
    }

    @Test func aLostModelFileIsNamedAndTheBaselineServes() async throws {
        let city = try await ModelCity(days: 30)
        try await city.database.write(city.scope) {
            _ = try ModelVersionRepository($0).insert(
                kind: ModelKind.forecaster, name: "LSTM", status: "champion", createdAt: .epoch,
                objectKey: "forecast/lost", record: "{}")
        }
        let issue = city.issue
        #expect(issue.modelObstacle == nil)
        _ = try await issue()
        #expect(issue.modelObstacle?.hasPrefix("Version 1 of LSTM: ") == true)
        let run = try #require(try await city.forecast().run)
        #expect(run.isFallback && run.model == nil)
        #expect(run.fallbackReason == "the file of the model in service is lost or damaged")
    }
}
