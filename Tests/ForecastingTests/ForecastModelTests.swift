import Forecasting
import GridModel
import Learning
import Testing

@Suite struct ForecastModelTests {
    /// Trained once: the tests only read it.
    static let trained = Result {
        try ForecastTrainer(options: SyntheticLoad.quick).trainAndEvaluate(
            [
                SyntheticLoad.series("a", days: 63),
                SyntheticLoad.series("b", days: 63, level: 4000, noise: 240, seed: 2),
            ],
            calendar: SyntheticLoad.utc, through: SyntheticLoad.hour(63))
    }
    let model: ForecastModel
    let evaluation: ForecastEvaluation

    init() throws {
        (model, evaluation) = try Self.trained.get()
    }

    @Test func beatsTheSeasonalNaiveOnHeldOutDays() throws {
        let total = try #require(evaluation.total)
        #expect(total.count == 2 * 7 * 24)
        let skill = try #require(total.skillPercent)
        #expect(skill > 10, "\(total)")
        #expect(total.coverage80Percent > 55 && total.coverage80Percent < 97)
        #expect(total.fallbackForecasts == 0)
    }

    @Test func quantilesNeverCrossAndCoverTwentyFourHours() throws {
        let series = SyntheticLoad.series("a", days: 63)
        for hour in [0, 5, 13, 23] {
            let issued = SyntheticLoad.hour(60, hour)
            let forecast = try #require(model.forecast([series], issuedAt: issued, calendar: SyntheticLoad.utc).first)
            #expect(forecast.source == .model)
            #expect(forecast.points.map(\.start) == (0..<24).map { issued + Int64($0) * 3600 })
            #expect(forecast.points.allSatisfy { $0.p10 <= $0.p50 && $0.p50 <= $0.p90 && $0.p10 < $0.p90 })
        }
    }

    @Test func whatHappensAfterTheIssueTimeChangesNothing() {
        let series = SyntheticLoad.series("a", days: 63)
        let issued = SyntheticLoad.hour(60, 7)
        var values = series.load.valuesOrNaN
        for index in 60 * 24 + 7..<values.count { values[index] = 1e6 }
        let mutated = ForecastSeries(key: "a", load: HourlySeries(start: series.load.start, valuesOrNaN: values))
        let calendar = SyntheticLoad.utc
        #expect(
            model.forecast([series], issuedAt: issued, calendar: calendar)
                == model.forecast([mutated], issuedAt: issued, calendar: calendar))
        #expect(
            model.forecast([series.before(issued)], issuedAt: issued, calendar: calendar)
                == model.forecast([mutated], issuedAt: issued, calendar: calendar))
    }

    @Test func trainingDoesNotSeeHoursAfterItsEnd() throws {
        let series = SyntheticLoad.series("a", days: 56)
        var values = series.load.valuesOrNaN
        for index in 49 * 24..<values.count { values[index] *= 7 }
        let mutated = ForecastSeries(key: "a", load: HourlySeries(start: series.load.start, valuesOrNaN: values))
        let trainer = ForecastTrainer(options: SyntheticLoad.quick)
        let models = try [series, mutated].map {
            try trainer.train([$0], calendar: SyntheticLoad.utc, through: SyntheticLoad.hour(49))
        }
        #expect(models[0].description.dataHash == models[1].description.dataHash)
        #expect(try ForecastModelFile.encode(models[0]) == ForecastModelFile.encode(models[1]))
    }

    @Test func aSavedModelForecastsTheSame() throws {
        let bytes = try ForecastModelFile.encode(model)
        let loaded = try ForecastModelFile.decode(bytes)
        let series = SyntheticLoad.series("a", days: 63)
        let issued = SyntheticLoad.hour(61)
        #expect(loaded.description == model.description)
        #expect(
            loaded.forecast([series], issuedAt: issued, calendar: SyntheticLoad.utc)
                == model.forecast([series], issuedAt: issued, calendar: SyntheticLoad.utc))
    }

    @Test func refusesBytesThatAreNotAForecastModel() throws {
        let bytes = try ForecastModelFile.encode(model)
        var random = RandomSource(seed: 3)
        #expect(throws: ForecastingError.self) { try ForecastModelFile.decode([]) }
        #expect(throws: ForecastingError.self) { try ForecastModelFile.decode(Array(bytes.dropLast())) }
        #expect(throws: ForecastingError.self) {
            try ForecastModelFile.decode(Checkpoint(ParameterSet()).encoded())
        }
        for _ in 0..<30 {
            // A flipped byte in the header, where the structure is.
            var broken = bytes
            broken[8 + random.index(below: 60)] ^= UInt8(1 + random.index(below: 254))
            #expect(throws: ForecastingError.self) { try ForecastModelFile.decode(broken) }
        }
    }

    @Test func fallsBackWithTheReasonWhenTheHistoryIsTooShort() throws {
        let series = SyntheticLoad.series("a", days: 20)
        let forecast = try #require(
            model.forecast([series], issuedAt: SyntheticLoad.hour(20), calendar: SyntheticLoad.utc).first)
        #expect(forecast.source == .fallback(reason: "less than 28 days of history"))
        #expect(forecast.points.count == 24)
        #expect(
            forecast.points.map(\.p50)
                == SeasonalBaseline.points(series.load, lag: 168, issuedAt: forecast.issuedAt).map(\.value))
    }

    @Test func fillsShortGapsAndNamesThemButNotLongOnes() throws {
        let series = SyntheticLoad.series("a", days: 63)
        func forecast(missing: Range<Int>) throws -> Forecast {
            var values = series.load.valuesOrNaN
            for index in missing { values[index] = .nan }
            let gappy = ForecastSeries(key: "a", load: HourlySeries(start: series.load.start, valuesOrNaN: values))
            return try #require(
                model.forecast([gappy], issuedAt: SyntheticLoad.hour(60), calendar: SyntheticLoad.utc).first)
        }
        let short = try forecast(missing: 59 * 24 + 3..<59 * 24 + 6)
        #expect(short.source == .model)
        #expect(short.filledHours == [3, 4, 5].map { SyntheticLoad.hour(59, $0) })
        #expect(try forecast(missing: 59 * 24..<59 * 24 + 20).source.isFallback)
    }

    @Test func cancellingEndsTheTraining() throws {
        struct Stop: Error {}
        var told = 0
        #expect(throws: Stop.self) {
            try ForecastTrainer(options: SyntheticLoad.quick).train(
                [SyntheticLoad.series("a", days: 56)], calendar: SyntheticLoad.utc, through: SyntheticLoad.hour(56)
            ) { _ in
                told += 1
                if told == 2 { throw Stop() }
            }
        }
        #expect(told == 2)
    }

    @Test func refusesToTrainOnTooLittle() {
        #expect(throws: ForecastingError.self) {
            try ForecastTrainer(options: SyntheticLoad.quick).train(
                [SyntheticLoad.series("a", days: 30)], calendar: SyntheticLoad.utc, through: SyntheticLoad.hour(30))
        }
    }
}
