import Foundation
import GridModel
import Interchange
package import Persistence

/// How a tenant's high-rate doors treat what they do not know: the tenant's document `ingest`.
///
///     {"unknownSeries": "register",
///      "registration": {"intervalSeconds": 900, "quantity": "activeEnergyImport",
///                       "quantities": {"temp": "temperature"}, "maximumSeries": 100000},
///      "lineSeries": ["{series}", "{meter}.{field}"], "oldestDays": 3660}
package struct IngestSettings: Hashable, Sendable, Codable {
    static let document = "ingest"
    /// Ten years and a week, as the rule `timestamp` has it.
    static let defaultOldestDays = 3660

    package enum UnknownSeriesPolicy: String, Hashable, Sendable, Codable {
        case refuse
        case register
    }

    /// What a series looks like that is registered because a reading of it came in.
    package struct Registration: Hashable, Sendable, Codable {
        package var intervalSeconds: Int64 = 900
        /// Of series whose field says nothing; nil: such are refused.
        package var quantity: String?
        /// Quantities by the sender's name of the field; a field named as a quantity needs none.
        package var quantities: [String: String] = [:]
        /// Further ones are refused.
        package var maximumSeries = 100_000
    }

    package var unknownSeries = UnknownSeriesPolicy.refuse
    package var registration = Registration()
    /// How the name of a series is made from a line of line protocol: of several the first whose tags the line has.
    package var lineSeries = ["{series}", "{meter}.{field}", "{meter_id}.{field}"]

    /// Single readings, batches, line protocol and messages of longer ago are refused: gateways whose clock was reset
    /// send 1970. Files are history that somebody looks at, and are not held to it.
    package var oldestDays = Self.defaultOldestDays

    package init() {}

    /// As stored; the defaults where nothing is.
    package static func stored(_ session: TenantSession) throws -> IngestSettings {
        guard let document = try TenantDocumentRepository(session).document(Self.document) else { return Self() }
        return try IngestSettings(json: document)
    }

    package func save(_ session: TenantSession) throws {
        try TenantDocumentRepository(session).save(try json, as: Self.document)
    }

    package var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// - Throws: `IngestSettingsError` that names what is wrong.
    package init(json: String) throws {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(json.utf8))
        } catch let error as IngestSettingsError {
            throw error
        } catch {
            throw IngestSettingsError(message: "The ingest settings cannot be read: \(error).")
        }
        try check()
    }

    private func check() throws {
        guard (1...20).contains(lineSeries.count), lineSeries.allSatisfy({ SeriesTemplate($0) != nil }) else {
            throw IngestSettingsError(
                message: "lineSeries is \(lineSeries); expected 1 to 20 templates such as {meter}.{field}.")
        }
        let accepted = Series.acceptedIntervalSeconds.sorted().map(String.init).joined(separator: ", ")
        guard Series.acceptedIntervalSeconds.contains(registration.intervalSeconds) else {
            throw IngestSettingsError(
                message: "registration.intervalSeconds is \(registration.intervalSeconds); expected one of \(accepted)."
            )
        }
        for name in Array(registration.quantities.values) + [registration.quantity].compactMap(\.self)
        where Quantity(rawValue: name) == nil {
            let known = Quantity.allCases.map(\.rawValue).joined(separator: ", ")
            throw IngestSettingsError(message: "“\(name)” is not a quantity; expected one of \(known).")
        }
        guard (1...100_000).contains(oldestDays) else {
            throw IngestSettingsError(message: "oldestDays is \(oldestDays); expected 1 to 100000.")
        }
        guard (0...10_000_000).contains(registration.maximumSeries) else {
            throw IngestSettingsError(
                message: "registration.maximumSeries is \(registration.maximumSeries); expected 0 to 10000000.")
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        unknownSeries = try container.decodeIfPresent(UnknownSeriesPolicy.self, forKey: .unknownSeries) ?? .refuse
        registration = try container.decodeIfPresent(Registration.self, forKey: .registration) ?? Registration()
        lineSeries = try container.decodeIfPresent([String].self, forKey: .lineSeries) ?? Self().lineSeries
        oldestDays = try container.decodeIfPresent(Int.self, forKey: .oldestDays) ?? Self.defaultOldestDays
    }
}

extension IngestSettings.Registration {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let plain = Self()
        intervalSeconds = try container.decodeIfPresent(Int64.self, forKey: .intervalSeconds) ?? plain.intervalSeconds
        quantity = try container.decodeIfPresent(String.self, forKey: .quantity)
        quantities = try container.decodeIfPresent([String: String].self, forKey: .quantities) ?? [:]
        maximumSeries = try container.decodeIfPresent(Int.self, forKey: .maximumSeries) ?? plain.maximumSeries
    }

    /// What a field measures; nil when nothing says so.
    func quantity(of field: String?) -> Quantity? {
        let byField = field.flatMap { quantities[$0].flatMap(Quantity.init(rawValue:)) ?? Quantity(rawValue: $0) }
        return byField ?? quantity.flatMap(Quantity.init(rawValue:))
    }
}

/// Ingest settings that cannot be used.
package struct IngestSettingsError: Error, Hashable, CustomStringConvertible {
    package let message: String

    package var description: String { message }
}
