import GridModel
import Learning
import Testing

@testable import Forecasting

@Suite struct BandRecalibrationTests {
    /// Days of normal errors with a standard deviation in half widths: a band of factor 1.2816 covers 80 %
    /// when it is 1.
    private func days(_ count: Int, spread: Double, seed: UInt64) -> [[Double]] {
        var random = RandomSource(seed: seed)
        return (0..<count).map { _ in (0..<24).map { _ in spread * random.normal() } }
    }

    @Test func findsTheFactorsThatCoverEightyPercent() throws {
        let errors = (0..<10).map { days(42, spread: 1, seed: UInt64($0)) }
        for factor in BandRecalibration(errors: errors).factors() {
            let factor = try #require(factor)
            #expect(abs(factor.lower - 1.2816) < 0.12 && abs(factor.upper - 1.2816) < 0.12, "\(factor)")
        }
    }

    @Test func followsAGrowingUncertainty() throws {
        let calm = days(28, spread: 0.6, seed: 1)
        let before = try #require(BandRecalibration(errors: [calm]).factors()[0])
        let after = try #require(
            BandRecalibration(errors: [calm + days(14, spread: 1.8, seed: 2)]).factors()[0])
        #expect(after.lower > 2 * before.lower && after.upper > 2 * before.upper)
    }

    @Test func treatsTheTwoSidesEachForItself() throws {
        let errors = days(42, spread: 1, seed: 3).map { $0.map { $0 < 0 ? 0.5 * $0 : 2 * $0 } }
        let factor = try #require(BandRecalibration(errors: [errors]).factors()[0])
        #expect(factor.upper > 3 * factor.lower)
    }

    @Test func saysNothingAfterFewDays() {
        let few = days(BandRecalibration.fewestDays - 1, spread: 1, seed: 4)
        #expect(BandRecalibration(errors: [few, few]).factors() == [nil, nil])
        #expect(BandRecalibration(errors: []).factors().isEmpty)
        #expect(BandRecalibration(errors: [[]]).factors() == [nil])
    }

    @Test func aSeriesWithoutReadingsDoesNotSilenceTheOthers() {
        let none = [[Double]](repeating: [Double](repeating: .nan, count: 24), count: 42)
        let factors = BandRecalibration(errors: [none, days(42, spread: 1, seed: 5)]).factors()
        #expect(factors[0] == nil)
        #expect(factors[1] != nil)
    }
}

/// Bands where the noise grows after the training: what a season does to a city.
@Suite struct DriftingBandTests {
    static let days = 98
    static let noisyFrom = 63

    static func series(_ key: String, seed: UInt64) -> ForecastSeries {
        let calm = SyntheticLoad.series(key, days: days, noise: 3, seed: seed)
        var random = RandomSource(seed: seed + 100)
        var values = calm.load.valuesOrNaN
        for index in noisyFrom * 24..<values.count { values[index] += 12 * random.normal() }
        return ForecastSeries(key: key, load: HourlySeries(start: calm.load.start, valuesOrNaN: values))
    }

    @Test func theBandKeepsItsCoverageThroughADrift() throws {
        let all = [Self.series("a", seed: 1), Self.series("b", seed: 2)]
        let calendar = SyntheticLoad.utc
        let model = try ForecastTrainer(options: SyntheticLoad.quick).train(
            all, calendar: calendar, through: SyntheticLoad.hour(Self.noisyFrom))
        let after = TimeSpan(start: SyntheticLoad.hour(Self.noisyFrom + 7), end: SyntheticLoad.hour(Self.days))
        let score = try #require(Backtest.evaluate(model, all, calendar: calendar, over: after).total)
        #expect(score.coverage80Percent > 72 && score.coverage80Percent < 90, "\(score.coverage80Percent)")
        // What one issue time gives alone is what the backtest gave there: nothing later was used.
        let issued = SyntheticLoad.hour(Self.days - 10)
        let alone = model.forecast(all, issuedAt: issued, calendar: calendar)
        let within = Backtest.forecasts(model, all, calendar: calendar, over: after).compactMap { forecasts in
            forecasts.first { $0.issuedAt == issued }
        }
        #expect(alone.count == 2 && alone == within)
    }
}
