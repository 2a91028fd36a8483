import Foundation
package import GridModel
package import Identity
package import Persistence

/// Makes a tenant; what is wrong with its fields is said all at once.
package struct CreateTenant: Sendable {
    let database: any Database

    package init(database: any Database) {
        self.database = database
    }

    /// - Throws: `TenantError`, `DatabaseError`
    package func callAsFunction(_ draft: TenantDraft, now: Timestamp, by actor: Actor) async throws -> Tenant {
        let faults = draft.faults
        guard faults.isEmpty else { throw TenantError.invalid(faults) }
        do {
            return try await database.writeUnscoped { connection in
                let tenant = try TenantDirectory(connection).create(
                    code: draft.code, name: draft.name, timeZone: draft.timeZone, locale: draft.locale,
                    currency: draft.currency, at: now)
                try connection.auditPlatform(
                    "tenant.create", by: actor, on: "tenant", tenant.id,
                    after: ["code": draft.code, "name": draft.name, "timeZone": draft.timeZone])
                try connection.notify(.identity)
                return tenant
            }
        } catch let error as DatabaseError where error.kind == .uniqueViolation {
            throw TenantError.codeIsTaken(draft.code)
        }
    }
}

/// A tenant that is to be.
package struct TenantDraft: Hashable, Sendable {
    /// Short and stable.
    let code: String
    let name: String
    /// IANA name.
    let timeZone: String
    /// BCP 47.
    let locale: String
    /// ISO 4217.
    let currency: String

    package init(code: String, name: String, timeZone: String, locale: String, currency: String) {
        self.code = code
        self.name = name
        self.timeZone = timeZone
        self.locale = locale
        self.currency = currency
    }

    var faults: [FieldFault] {
        var faults = Self.faults(name: name, timeZone: timeZone, locale: locale, currency: currency)
        if code.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) == nil {
            faults.append(
                FieldFault(
                    field: "code", message: "“\(code.prefix(60))”.",
                    expected: "1 to 40 of a–z, 0–9 and -, not beginning with -"))
        }
        return faults
    }

    /// Of what can be changed later, too.
    static func faults(name: String, timeZone: String, locale: String, currency: String) -> [FieldFault] {
        var faults: [FieldFault] = []
        func refuse(_ field: String, _ value: String, _ expected: String) {
            faults.append(FieldFault(field: field, message: "“\(value.prefix(60))”.", expected: expected))
        }
        if name.trimmingCharacters(in: .whitespaces).isEmpty || name.count > 200 {
            refuse("name", name, "1 to 200 characters")
        }
        if !TimeZone.knownTimeZoneIdentifiers.contains(timeZone), timeZone != "UTC" {
            refuse("timeZone", timeZone, "an IANA name such as Europe/Berlin")
        }
        if locale.wholeMatch(of: /[a-z]{2,3}(-[A-Za-z0-9]{2,8})*/) == nil {
            refuse("locale", locale, "a language tag such as en-GB")
        }
        if currency.wholeMatch(of: /[A-Z]{3}/) == nil {
            refuse("currency", currency, "an ISO 4217 code such as EUR")
        }
        return faults
    }
}

/// Why a tenant cannot be made.
package enum TenantError: Error, Hashable, CustomStringConvertible {
    case invalid([FieldFault])
    case codeIsTaken(String)

    package var description: String {
        switch self {
        case .invalid(let faults):
            faults.map { "\($0.field): \($0.message) Expected \($0.expected)." }.joined(separator: "\n")
        case .codeIsTaken(let code): "There is a tenant “\(code)” already."
        }
    }
}
