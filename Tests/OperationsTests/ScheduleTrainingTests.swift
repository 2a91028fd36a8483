import GridModel
import Operations
import Persistence
import Testing

@Suite struct ScheduleTrainingTests {
    static let day: Int64 = 86_400

    let city: SmallCity
    let start: Timestamp

    init() async throws {
        city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        start = city.clock.now - 95 * Self.day
    }

    @Test func nothingIsDueBeforeThereIsHistory() async throws {
        try await read(hours: 24, from: city.clock.now - Self.day)
        #expect(try await schedule() == [])
    }

    @Test func bothModelsAreDueOnceTheHistoryIsLongEnoughAndOnlyOnce() async throws {
        try await read(hours: 95 * 24, from: start)
        #expect(try await schedule() == ["forecast.train", "anomaly.train"])
        #expect(try await schedule() == [])
    }

    @Test func archiveIsNotTrainedOn() async throws {
        try await read(hours: 95 * 24, from: start)
        city.clock.now = city.clock.now + 8 * Self.day
        #expect(try await schedule() == [])
    }

    @Test func modelThatHasGrownOldIsDueAgainAndAChallengerThatLostCounts() async throws {
        try await read(hours: 95 * 24, from: start)
        try await register("forecast.lstm", "champion", daysAgo: 30)
        try await register("anomaly.autoencoder", "champion", daysAgo: 10)
        #expect(try await schedule() == ["forecast.train"])
        try await finishJobs()
        city.clock.now = city.clock.now + 2 * Self.day
        try await register("forecast.lstm", "candidate", daysAgo: 1)
        #expect(try await schedule() == [])
    }

    @Test func trainingThatEndedWithoutAModelIsTriedAgainADayLater() async throws {
        try await read(hours: 95 * 24, from: start)
        try await schedule()
        try await finishJobs()
        #expect(try await schedule() == [])
        city.clock.now = city.clock.now + Self.day
        #expect(try await schedule() == ["forecast.train", "anomaly.train"])
    }

    private func read(hours: Int, from first: Timestamp) async throws {
        for from in stride(from: 0, to: hours, by: 500) {
            _ = try await city.ingest(
                (from..<min(hours, from + 500)).flatMap { hour in
                    [city.meter, city.solar].map { city.reading($0, first + Int64(hour) * 3600, Double(hour % 24)) }
                }, source: "test")
        }
        _ = try await city.rollups()
    }

    @discardableResult
    private func schedule() async throws -> [String] {
        let now = city.clock.now
        return try await ScheduleTraining(
            database: city.database, scope: city.scope, clock: city.clock.city, wallClock: { now })()
    }

    private func register(_ kind: String, _ status: String, daysAgo: Int64) async throws {
        let at = city.clock.now - daysAgo * Self.day
        _ = try await city.database.write(city.scope) {
            try ModelVersionRepository($0).insert(
                kind: kind, name: kind, status: status, createdAt: at, objectKey: "k", record: "{}")
        }
    }

    private func finishJobs() async throws {
        let now = city.clock.now
        try await city.database.writeUnscoped { connection in
            while let job = try JobLeasing(connection).claim(now: now, leaseSeconds: 60) {
                _ = try JobLeasing(connection).finish(job, error: nil, now: now, retryAt: now)
            }
        }
    }
}
