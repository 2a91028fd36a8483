import GridModel
import Identity
import Operations
import Persistence
import Testing

@Suite struct TenantSettingsTests {
    private func settings(_ change: (inout TenantSettings) -> Void = { _ in }) -> TenantSettings {
        var settings = TenantSettings(
            name: "Small", timeZone: "America/Los_Angeles", locale: "en-US", currency: "USD")
        change(&settings)
        return settings
    }

    @Test func settingsAreKeptAndAudited() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        let manage = ManageSettings(database: city.database, scope: city.scope)
        #expect(try await manage.settings() == settings())
        let wanted = settings {
            $0.name = "Small Town"
            $0.units = .usCustomary
            $0.tariff = "D-1: 0.31"
            $0.allowedOrigins = ["https://maps.example"]
            $0.sessionIdleMinutes = 30
        }
        #expect(try await manage.set(wanted, by: .tester) == wanted)
        #expect(try await manage.settings() == wanted)
        #expect(
            try await AllowedOrigins(database: city.database).byTenant() == [city.tenant.id: ["https://maps.example"]])
        let entry = try await AuditQueries(database: city.database, scope: city.scope).list(
            AuditFilter(), before: nil, limit: 1
        ).first
        #expect(entry?.event.action == "settings.change" && entry?.event.after?.contains("Small Town") == true)
    }

    @Test func timeZoneIsSettledByTheFirstReading() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        let manage = ManageSettings(database: city.database, scope: city.scope)
        _ = try await manage.set(settings { $0.timeZone = "Europe/Berlin" }, by: .tester)
        _ = try await manage.set(settings(), by: .tester)
        try await city.send(city.meter, from: "2026-06-09T12:00:00Z", [5])
        await #expect(throws: TimeZoneIsSettled(timeZone: "America/Los_Angeles")) {
            try await manage.set(settings { $0.timeZone = "Europe/Berlin" }, by: .tester)
        }
        _ = try await manage.set(settings { $0.name = "Other" }, by: .tester)
        #expect(try await manage.settings().timeZone == "America/Los_Angeles")
    }

    @Test(arguments: [
        "*", "null", "https://*.example", "http://maps.example", "https://maps.example/", "https://maps.example/a",
        "https://Maps.example", "https://user@maps.example", "https://maps.example:443", "ftp://maps.example",
        "https://maps.example?x", "maps.example", "",
    ])
    func whatIsNoOriginIsRefused(origin: String) {
        #expect(settings { $0.allowedOrigins = [origin] }.faults.map(\.field) == ["allowedOrigins[0]"])
    }

    @Test(arguments: [
        "https://maps.example", "https://maps.example:8443", "http://localhost:5173", "http://127.0.0.1:3000",
    ])
    func originsAsBrowsersWriteThemAreTaken(origin: String) {
        #expect(settings { $0.allowedOrigins = [origin] }.faults.isEmpty)
    }

    @Test func everyWrongFieldIsNamed() {
        let faults = settings {
            $0.name = " "
            $0.timeZone = "Mars/Base"
            $0.locale = "!"
            $0.currency = "usd"
            $0.tariff = String(repeating: "x", count: 4001)
            $0.allowedOrigins = ["https://a.example", "https://a.example"]
            $0.sessionIdleMinutes = 1
        }.faults.map(\.field)
        #expect(
            faults == ["name", "timeZone", "locale", "currency", "tariff", "allowedOrigins", "sessionIdleMinutes"])
    }

    @Test func documentThatDoesNotReadIsAnErrorAndNoDefault() async throws {
        let city = try await SmallCity(now: "2026-06-10T00:00:00Z")
        try await city.database.write(city.scope) { try TenantDocumentRepository($0).save("{", as: "settings") }
        await #expect(throws: DatabaseError.self) {
            try await ManageSettings(database: city.database, scope: city.scope).settings()
        }
    }
}
