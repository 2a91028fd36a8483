import Forecasting
import Foundation
import GridModel
import Learning

/// Loads with a daily and a weekly shape and a little noise, for tests that must be quick.
enum SyntheticLoad {
    /// Monday 2026-01-05.
    static let start = Timestamp(secondsSinceEpoch: 1_767_571_200)
    static let utc = ForecastCalendar(calendar: CityCalendar(timeZone: .gmt))

    static func series(_ key: String, days: Int, level: Double = 100, noise: Double = 6, seed: UInt64 = 1)
        -> ForecastSeries
    {
        var random = RandomSource(seed: seed)
        var slow = 0.0
        let values = (0..<days * 24).map { hour -> Double? in
            let weekend = hour / 24 % 7 >= 5 ? 0.8 : 1.0
            let day = 1 + 0.3 * sin(2 * Double.pi * Double(hour % 24 - 8) / 24)
            if hour % 24 == 0 { slow = 0.8 * slow + 0.01 * random.normal() }
            return level * (day * weekend + slow) + noise * random.normal()
        }
        return ForecastSeries(key: key, load: HourlySeries(start: start, values: values))
    }

    static func hour(_ day: Int, _ hour: Int = 0) -> Timestamp { start + Int64(24 * day + hour) * 3600 }

    static let quick = ForecastTrainingOptions(
        members: 1, hidden: 8, epochs: 6, samples: 1200, learningRate: 1e-2, validationDays: 7, heldOutDays: 7)
}
