import GridModel
import Identity
import Operations
import Persistence
import Testing

/// Every use case that changes something tells the audit log of it, in the transaction of the change.
@Suite struct AuditedChangesTests {
    private func entries(_ city: SmallCity) async throws -> [AuditEntry] {
        try await AuditQueries(database: city.database, scope: city.scope).list(
            AuditFilter(), before: nil, limit: 100
        ).reversed()
    }

    @Test func everyChangeIsToldWithWhoWhatAndFromWhere() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        let (database, scope, clock) = (city.database, city.scope, city.clock.city)
        let calendar = try #require(LoadCalendar(tenant: city.tenant))
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5, 6])

        _ = try await CreateSeries(database: database, scope: scope)(
            SeriesDraft(
                externalName: "f", name: nil, kind: .feeder, place: .code("F"), quantity: .activeEnergyImport,
                intervalSeconds: 3600), by: .tester)
        let edits = EditReadings(database: database, scope: scope, calendar: calendar, clock: clock)
        let start = try #require(Timestamp(iso8601: "2026-06-09T12:00:00Z"))
        let request = EditRequest(
            series: city.meter.id, change: .values([EditValue(start: start, value: 9)]), reason: "Seen.",
            actor: .tester)
        _ = try await edits.edit(request, isPreview: true)
        let edit = try #require(try await edits.edit(request, isPreview: false)?.edit)
        _ = try await edits.revert(edit.id, reason: "Not so.", by: .tester)
        _ = try await RuleQueries(database: database, scope: scope, clock: clock).set(
            [RuleRecord(kind: "range", isEnabled: true, parameters: ["maximum": 5])], for: .series(city.meter.id),
            by: .tester)
        let estimation = EstimationSettings(database: database, scope: scope)
        var settings = VEESettings()
        settings.lateMinutes = 30
        _ = try await estimation.set(settings, by: .tester)
        let job = try #require(try await estimation.estimateNow(at: clock.now, by: .tester))
        #expect(try await estimation.estimateNow(at: clock.now, by: .tester) == nil)
        let jobs = JobQueries(database: database, scope: scope)
        _ = try await jobs.cancel(job, now: clock.now, by: .tester)
        // What has ended cannot be cancelled, and nothing is told.
        _ = try await jobs.cancel(job, now: clock.now, by: .tester)
        var policy = RetentionPolicy()
        policy.forecastMonths = 12
        _ = try await RetentionQueries(database: database, scope: scope, calendar: city.calendar, clock: clock).set(
            policy, by: .tester)
        _ = try await ScheduleRetention(
            database: database, scope: scope, calendar: city.calendar, wallClock: { clock.now }
        ).runNow(by: .tester)

        let found = try await entries(city)
        #expect(
            found.map(\.event.action) == [
                "series.create", "readings.edit", "readings.revertEdit", "rules.change", "estimationSettings.change",
                "readings.estimate", "job.cancel", "retention.change", "retention.run",
            ])
        #expect(found.allSatisfy { $0.event.actor == .tester && $0.event.outcome == .done })
        #expect(found.map(\.number) == Array(1...9))
        let change = try #require(found.first { $0.event.action == "estimationSettings.change" }?.event)
        #expect(change.before?.contains(#""lateMinutes":60"#) == true)
        #expect(change.after?.contains(#""lateMinutes":30"#) == true)
        #expect(try await VerifyAudit(database: database, tenant: scope.tenant)().fault == nil)
    }

    @Test func whatIsRefusedLeavesNoEntry() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        let create = CreateSeries(database: city.database, scope: city.scope)
        await #expect(throws: SeriesRefusal.self) {
            try await create(
                SeriesDraft(
                    externalName: "meter", name: nil, kind: .feeder, place: .code("F"), quantity: .activeEnergyImport,
                    intervalSeconds: 3600), by: .tester)
        }
        #expect(try await entries(city).isEmpty)
    }
}
