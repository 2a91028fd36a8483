import Foundation
import GridModel
package import Persistence

/// What a tenant decides about itself. Name, time zone, locale and currency are columns of the tenant; the rest is its
/// document `settings`.
package struct TenantSettings: Hashable, Sendable {
    package enum Units: String, CaseIterable, Codable, Sendable {
        case metric
        /// °F, mph, miles; energy and power stay kWh and kW.
        case usCustomary
    }

    package var name: String
    /// IANA name: what makes a day.
    package var timeZone: String
    /// BCP 47.
    package var locale: String
    /// ISO 4217.
    package var currency: String
    package var units = Units.metric
    /// What people should know of the tariff, as plain text.
    package var tariff = ""
    /// Origins whose pages may call the API in a browser, with a token of their own; cookies are never theirs.
    package var allowedOrigins: [String] = []
    /// After how long without use a session ends; nil: only with its own expiry.
    package var sessionIdleMinutes: Int?
    /// People without a second factor may only set one up here. API keys are not concerned.
    package var requiresSecondFactor = false

    package static let idleMinutes = 5...43_200
    package static let mostOrigins = 20
    package static let tariffLength = 0...4000

    package init(name: String, timeZone: String, locale: String, currency: String) {
        self.name = name
        self.timeZone = timeZone
        self.locale = locale
        self.currency = currency
    }

    /// - Throws: `DatabaseError.corrupt` for a document that does not read strictly.
    package static func stored(_ tenant: Tenant, _ session: TenantSession) throws -> TenantSettings {
        var settings = TenantSettings(
            name: tenant.name, timeZone: tenant.timeZone, locale: tenant.locale, currency: tenant.currency)
        let document = try TenantSettingsDocument.stored(session)
        settings.units = document.units
        settings.tariff = document.tariff
        settings.allowedOrigins = document.allowedOrigins
        settings.sessionIdleMinutes = document.sessionIdleMinutes
        settings.requiresSecondFactor = document.requiresSecondFactor ?? false
        return settings
    }

    /// After how long without use a tenant lets sessions end; nil: only with their own expiry.
    /// - Parameter connection: of a `writeUnscoped`, such as that in which a session is renewed.
    static func sessionIdleMinutes(of tenant: TenantID, platform connection: any SQLConnection) throws -> Int? {
        let session = TenantSession(connection: connection, scope: TenantScope(tenant: tenant))
        return try TenantSettingsDocument.stored(session).sessionIdleMinutes
    }

    /// Whether people need a second factor in a tenant.
    /// - Parameter connection: of a `readUnscoped` or `writeUnscoped`.
    static func requiresSecondFactor(of tenant: TenantID, platform connection: any SQLConnection) throws -> Bool {
        let session = TenantSession(connection: connection, scope: TenantScope(tenant: tenant))
        return try TenantSettingsDocument.stored(session).requiresSecondFactor ?? false
    }

    func save(of tenant: Tenant, _ session: TenantSession) throws {
        try TenantDirectory(session.connection).update(
            Tenant(
                id: tenant.id, code: tenant.code, name: name, timeZone: timeZone, locale: locale, currency: currency,
                state: tenant.state))
        try TenantSettingsDocument(
            units: units, tariff: tariff, allowedOrigins: allowedOrigins, sessionIdleMinutes: sessionIdleMinutes,
            requiresSecondFactor: requiresSecondFactor
        ).save(session)
    }

    /// What cannot be set; empty when all can.
    package var faults: [FieldFault] {
        var faults = TenantDraft.faults(name: name, timeZone: timeZone, locale: locale, currency: currency)
        if !Self.tariffLength.contains(tariff.count) || tariff.unicodeScalars.contains("\0") {
            faults.append(
                FieldFault(field: "tariff", message: "\(tariff.count) characters.", expected: "at most 4000 characters")
            )
        }
        if allowedOrigins.count > Self.mostOrigins || Set(allowedOrigins).count < allowedOrigins.count {
            faults.append(
                FieldFault(
                    field: "allowedOrigins", message: "Too many, or one twice.",
                    expected: "at most \(Self.mostOrigins), each once"))
        }
        for (index, origin) in allowedOrigins.enumerated() where !WebOrigin.isSound(origin) {
            faults.append(
                FieldFault(
                    field: "allowedOrigins[\(index)]", message: "Not an origin.",
                    expected: "https://host or https://host:port, in small letters; http:// for localhost only"))
        }
        if let minutes = sessionIdleMinutes, !Self.idleMinutes.contains(minutes) {
            faults.append(
                FieldFault(field: "sessionIdleMinutes", message: "\(minutes).", expected: "5 to 43200, or null"))
        }
        return faults
    }
}

/// The part of the settings that is a document. What is not in it, or not readable, is an error: a setting that is
/// silently another than the one that was made is worse than none.
private struct TenantSettingsDocument: Codable {
    static let name = "settings"

    var units = TenantSettings.Units.metric
    var tariff = ""
    var allowedOrigins: [String] = []
    var sessionIdleMinutes: Int?
    /// Nil in documents that were written before there was this setting.
    var requiresSecondFactor: Bool?

    static func stored(_ session: TenantSession) throws -> TenantSettingsDocument {
        guard let text = try TenantDocumentRepository(session).document(name) else { return Self() }
        do {
            return try JSONDecoder().decode(Self.self, from: Data(text.utf8))
        } catch {
            throw DatabaseError(.corrupt, detail: "The document “\(name)” cannot be read: \(error)")
        }
    }

    func save(_ session: TenantSession) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try TenantDocumentRepository(session).save(
            String(decoding: try encoder.encode(self), as: UTF8.self), as: Self.name)
    }
}
