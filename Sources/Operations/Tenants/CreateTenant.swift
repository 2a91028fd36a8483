import Foundation
package import GridModel
package import Persistence

/// Makes a tenant; what is wrong with its fields is said all at once.
package struct CreateTenant: Sendable {
    private let database: any Database

    package init(database: any Database) {
        self.database = database
    }

    /// - Throws: `TenantError`, `DatabaseError`
    package func callAsFunction(_ draft: TenantDraft, now: Timestamp) async throws -> Tenant {
        let faults = draft.faults
        guard faults.isEmpty else { throw TenantError.invalid(faults) }
        do {
            return try await database.writeUnscoped {
                try TenantDirectory($0).create(
                    code: draft.code, name: draft.name, timeZone: draft.timeZone, locale: draft.locale,
                    currency: draft.currency, at: now)
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

    var faults: [String] {
        var faults: [String] = []
        if code.wholeMatch(of: /[a-z0-9][a-z0-9-]{0,39}/) == nil {
            faults.append("The code is “\(code)”; expected 1 to 40 of a–z, 0–9 and -, not beginning with -.")
        }
        if name.trimmingCharacters(in: .whitespaces).isEmpty || name.count > 200 {
            faults.append("The name has \(name.count) characters; expected 1 to 200.")
        }
        if !TimeZone.knownTimeZoneIdentifiers.contains(timeZone), timeZone != "UTC" {
            faults.append("The time zone is “\(timeZone)”; expected an IANA name such as Europe/Berlin.")
        }
        if locale.wholeMatch(of: /[a-z]{2,3}(-[A-Za-z0-9]{2,8})*/) == nil {
            faults.append("The locale is “\(locale)”; expected a language tag such as en-GB.")
        }
        if currency.wholeMatch(of: /[A-Z]{3}/) == nil {
            faults.append("The currency is “\(currency)”; expected an ISO 4217 code such as EUR.")
        }
        return faults
    }
}

/// Why a tenant cannot be made.
package enum TenantError: Error, Hashable, CustomStringConvertible {
    case invalid([String])
    case codeIsTaken(String)

    package var description: String {
        switch self {
        case .invalid(let faults): faults.joined(separator: "\n")
        case .codeIsTaken(let code): "There is a tenant “\(code)” already."
        }
    }
}
