import GridModel
import Operations
import Persistence
import Testing

@Suite struct RetentionPolicyTests {
    private func faults(
        raw: Int? = nil, hourly: Int? = nil, daily: Int? = nil, anomaly: Int? = nil
    ) -> [String] {
        var policy = RetentionPolicy()
        policy.rawMonths = raw
        policy.hourlyMonths = hourly
        policy.dailyMonths = daily
        policy.anomalyMonths = anomaly
        return policy.faults.map(\.field)
    }

    @Test func whatIsDerivedIsKeptAtLeastAsLongAsItsSource() {
        #expect(faults() == [])
        #expect(faults(raw: 24, hourly: 24, daily: 24) == [])
        #expect(faults(raw: 24) == [])
        #expect(faults(raw: 24, hourly: 23) == ["hourlyMonths"])
        #expect(faults(raw: 24, hourly: 36, daily: 35) == ["dailyMonths"])
        #expect(faults(hourly: 36) == ["hourlyMonths"])
        #expect(faults(raw: 24, daily: 48) == ["dailyMonths"])
    }

    @Test func monthsAreBounded() {
        #expect(faults(raw: 3) == ["rawMonths"])
        #expect(faults(raw: 4) == [])
        #expect(faults(anomaly: 0) == ["anomalyMonths"])
        #expect(faults(anomaly: -1) == ["anomalyMonths"])
        #expect(faults(anomaly: 1201) == ["anomalyMonths"])
    }

    @Test func wrongPolicyLeavesTheOneBefore() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        let queries = RetentionQueries(
            database: city.database, scope: city.scope, calendar: city.calendar, clock: city.clock.city)
        var policy = RetentionPolicy()
        policy.rawMonths = 24
        _ = try await queries.set(policy, by: .tester)
        policy.hourlyMonths = 1
        await #expect(throws: RetentionRefusal.self) { try await queries.set(policy, by: .tester) }
        await #expect(throws: RetentionRefusal.self) { try await queries.preview(policy) }
        #expect(try await queries.state().policy.rawMonths == 24)
        #expect(try await queries.state().policy.hourlyMonths == nil)
    }

    @Test func monthsBeforeAreCountedByTheCalendar() throws {
        let date = try #require(CivilDate(year: 2024, month: 3, day: 31))
        #expect(date.subtracting(months: 1).description == "2024-02-29")
        #expect(date.subtracting(months: 3).description == "2023-12-31")
        #expect(date.subtracting(months: 13).description == "2023-02-28")
        #expect(date.subtracting(months: 0) == date)
    }

    @Test func oneRunANightAndOnlyWithAPolicy() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        // 03:30 in Los Angeles
        let wall = TestClock(try #require(Timestamp(iso8601: "2026-06-10T10:30:00Z")))
        let schedule = ScheduleRetention(
            database: city.database, scope: city.scope, calendar: city.calendar, wallClock: { wall.now })
        #expect(try await schedule() == nil)
        var policy = RetentionPolicy()
        policy.anomalyMonths = 12
        _ = try await RetentionQueries(
            database: city.database, scope: city.scope, calendar: city.calendar, clock: city.clock.city
        ).set(policy, by: .tester)
        let job = try #require(try await schedule())
        #expect(try await schedule() == nil)
        #expect(try await schedule.runNow(by: .tester) == nil)
        _ = try await city.database.write(city.scope) { try JobRepository($0).cancel(job, now: wall.now) }
        #expect(try await schedule() == nil)
        #expect(try await schedule.runNow(by: .tester) != nil)
        wall.now = wall.now + 6 * 3600
        #expect(try await schedule() == nil)
    }
}
