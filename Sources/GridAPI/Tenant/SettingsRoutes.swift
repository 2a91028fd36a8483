import Hummingbird
import Identity
package import Operations

/// The tenant's settings.
struct SettingsRoutes {
    let limits: GridAPILimits

    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/tenant", .permission(.settingsRead), fields: .whole) { _, context, _ in
            .json(try await context.service.settings.settings())
        }
        routes.put("/api/v1/tenant", .permission(.settingsWrite)) { request, context, _ in
            var body = try await request.smallBody(limits)
            let settings = Self.settings(&body)
            try body.check()
            try await Self.refuseLockingOut(settings, context)
            do {
                return .json(
                    try await refusingMembers {
                        try await context.service.settings.set(settings, context.actor, request.precondition())
                    })
            } catch let refusal as TimeZoneIsSettled {
                throw Problem.unprocessable([
                    FieldError(field: "timeZone", message: refusal.description, expected: refusal.timeZone)
                ])
            }
        }
    }

    /// Whoever asks a second factor of others has one themselves: else the next request would lock them out.
    private static func refuseLockingOut(_ settings: TenantSettings, _ context: GridRequestContext) async throws {
        guard settings.requiresSecondFactor, try !context.caller.hasSecondFactor,
            try await !context.service.settings.settings().requiresSecondFactor
        else { return }
        throw Problem.unprocessable([
            FieldError(
                field: "requiresSecondFactor", message: "You have no second factor in this session.",
                expected: "false, or a request of somebody who signed in with theirs")
        ])
    }

    /// Every member must be there: what is left out is not meant to become the default.
    private static func settings(_ body: inout JSONBody) -> TenantSettings {
        var settings = TenantSettings(
            name: body.text("name"), timeZone: body.text("timeZone"), locale: body.text("locale"),
            currency: body.text("currency"))
        let units = body.text("units")
        if let known = TenantSettings.Units(rawValue: units) {
            settings.units = known
        } else if case .string? = body.value("units") {
            body.refuse(
                "units", "Not known.",
                expected: TenantSettings.Units.allCases.map(\.rawValue).joined(separator: ", "))
        }
        settings.tariff = body.text("tariff")
        if let origins = body.array("allowedOrigins") {
            settings.allowedOrigins = origins.enumerated().compactMap { index, value in
                if case .string(let origin) = value { return origin }
                body.refuse("allowedOrigins[\(index)]", "Not text.", expected: "an origin")
                return nil
            }
        } else {
            body.refuse("allowedOrigins", "Missing.", expected: "an array, empty for none")
        }
        if case .number(let minutes)? = body.value("sessionIdleMinutes") {
            settings.sessionIdleMinutes = Int(exactly: minutes) ?? 0
        } else if body.value("sessionIdleMinutes") != nil {
            body.refuse("sessionIdleMinutes", "Not a number.", expected: "a whole number of minutes, or null")
        }
        settings.requiresSecondFactor = body.boolean("requiresSecondFactor") ?? false
        return settings
    }
}

extension TenantSettings: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("name", name)
            $0.field("timeZone", timeZone)
            $0.field("locale", locale)
            $0.field("currency", currency)
            $0.field("units", units.rawValue)
            $0.field("tariff", tariff)
            $0.field("allowedOrigins", allowedOrigins)
            $0.field("sessionIdleMinutes", sessionIdleMinutes)
            $0.field("requiresSecondFactor", requiresSecondFactor)
        }
    }
}
