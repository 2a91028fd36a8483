import Detection
import GridModel
import Operations
import Persistence
import Testing

@Suite struct DetectAnomaliesTests {
    static let quick = DetectorTrainingOptions(
        hidden: 24, epochs: 6, samples: 2000, falseAlarmDays: 14, heldOutDays: 14)
    static let theftFrom = 72 * 24 + 10

    /// 77 days, under-registration from day 72 on; the detector was trained on the days before.
    private func city(meterIntervalSeconds: Int64 = 3600) async throws -> ModelCity {
        let city = try await ModelCity(days: 77, meterIntervalSeconds: meterIntervalSeconds) { values in
            for index in Self.theftFrom..<values.count { values[index] *= 0.5 }
        }
        let end = city.clock.now
        city.clock.now = end - 7 * 86_400
        try await TrainDetector(
            database: city.database, objects: city.objects, scope: city.scope, calendar: city.calendar,
            clock: city.clock.city, options: Self.quick
        )(report: { _, _ in })
        city.clock.now = end
        return city
    }

    private func atTheft(_ found: [AnomalyRecord]) throws -> [AnomalyRecord] {
        let first = try #require(Timestamp(iso8601: ModelCity.start))
        return found.filter { $0.span.end > first + Int64(Self.theftFrom) * 3600 }
    }

    @Test func meterOfQuarterHoursIsWatchedByTheHour() async throws {
        let city = try await city(meterIntervalSeconds: 900)
        #expect(try await city.detect(hours: 7 * 24).isEmpty == false)
        let found = try atTheft(try await city.anomalies())
        let theft = try #require(found.first)
        // An hour's kWh, of about 40, halved: not a quarter's.
        #expect((10...35).contains(theft.actual))
    }

    @Test func judgingTheSameHoursTwiceChangesNothing() async throws {
        let city = try await city()
        #expect(try await city.detect(hours: 7 * 24).isEmpty == false)
        let first = try await city.anomalies()
        #expect(try await city.detect(hours: 7 * 24).isEmpty)
        #expect(try await city.anomalies() == first)
    }

    @Test func anEventThatGoesOnGrowsInsteadOfComingAgain() async throws {
        let city = try await city()
        let end = city.clock.now
        city.clock.now = end - 60 * 3600
        _ = try await city.detect(hours: 48)
        let before = try atTheft(try await city.anomalies())
        let early = try #require(before.first)
        // Hour by hour, with a short look back, as the server does.
        for hours in stride(from: Int64(48), through: 0, by: -12) {
            city.clock.now = end - hours * 3600
            #expect(try await city.detect(hours: 12).isEmpty)
        }
        let found = try atTheft(try await city.anomalies())
        #expect(found.count == 1)
        let event = try #require(found.first)
        #expect(event.id == early.id && event.detectedAt == early.detectedAt)
        #expect(event.span.end > early.span.end)
        #expect(event.shape == .theft)
        #expect(event.span.seconds >= 90 * 3600)
        #expect(event.reason.hasSuffix("% less, by a steady share."), "\(event.reason)")
    }

    @Test func aDamagedBlockIsSetAsideAndTheJudgingGoesOn() async throws {
        let city = try await city()
        try await city.database.writeUnscoped { [meter = city.city.meter.id] in
            let changed = try $0.run(
                """
                UPDATE reading_blocks SET payload = $2 WHERE series_id = $1 AND span_start = (
                    SELECT MAX(span_start) FROM reading_blocks WHERE series_id = $1)
                """, [meter.sql, [1, 2, 3, 4, 5, 6, 7, 8].sql])
            #expect(changed == 1)
        }
        _ = try await city.detect(hours: 48)
        let damaged = try await city.database.read(city.scope) { try DamagedBlockRepository($0).newest(limit: 9) }
        #expect(damaged.map(\.series) == [city.city.meter.id])
        #expect(try await city.city.staleSeries() == [city.city.meter.id])
    }

    @Test func withoutADetectorNothingIsJudged() async throws {
        let city = try await ModelCity(days: 40)
        #expect(try await city.detect(hours: 48).isEmpty)
        #expect(try await city.anomalies().isEmpty)
    }

    @Test func aDetectorIsMeasuredAgainstTheOneInService() async throws {
        let city = try await city()
        city.clock.now = city.clock.now - 7 * 86_400
        let again = try await TrainDetector(
            database: city.database, objects: city.objects, scope: city.scope, calendar: city.calendar,
            clock: city.clock.city, options: Self.quick
        )(report: { _, _ in })
        #expect(!again.isChampion)
        let records = try await city.models()
        #expect(records.map(\.status) == [.candidate, .champion])
        #expect(records[0].statusReason?.hasPrefix("Not better: PR-AUC of injected faults") == true)
        #expect(records[1].codeVersion == "anomaly.autoencoder/2")
    }
}
