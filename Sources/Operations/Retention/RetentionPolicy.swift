import Foundation
package import Persistence

/// How long a tenant keeps what, in months; nil: for ever, which is where every tenant begins.
package struct RetentionPolicy: Hashable, Sendable, Codable {
    /// Readings as they came, in blocks; nothing older is taken in once they were deleted.
    package var rawMonths: Int?
    /// What readings were before they were replaced.
    package var revisionMonths: Int?
    /// Hourly figures of series and areas.
    package var hourlyMonths: Int?
    /// Daily figures of series and areas.
    package var dailyMonths: Int?
    /// Forecasts, by when they were issued.
    package var forecastMonths: Int?
    /// Anomalies and findings of validation, by when they ended.
    package var anomalyMonths: Int?

    static let document = "retention"
    /// Models are trained on three months of readings that are read themselves.
    package static let leastRawMonths = 4
    package static let greatestMonths = 1200

    package static let fields: [(name: String, path: any WritableKeyPath<RetentionPolicy, Int?> & Sendable)] = [
        ("rawMonths", \.rawMonths), ("revisionMonths", \.revisionMonths), ("hourlyMonths", \.hourlyMonths),
        ("dailyMonths", \.dailyMonths), ("forecastMonths", \.forecastMonths), ("anomalyMonths", \.anomalyMonths),
    ]

    package init() {}

    package var keepsEverything: Bool { self == RetentionPolicy() }

    /// What is wrong with it; empty when it can be applied.
    package var faults: [RetentionFault] {
        var faults = Self.fields.compactMap { field -> RetentionFault? in
            let least = field.name == "rawMonths" ? Self.leastRawMonths : 1
            guard let months = self[keyPath: field.path], !(least...Self.greatestMonths).contains(months) else {
                return nil
            }
            return RetentionFault(
                field: field.name, message: "\(months) months.",
                expected: "\(least) to \(Self.greatestMonths) months, or nothing to keep it for ever")
        }
        if !Self.isKept(hourlyMonths, asLongAs: rawMonths) {
            faults.append(
                RetentionFault(
                    field: "hourlyMonths", message: "Shorter than the readings that hours are made of are kept.",
                    expected: rawMonths.map { "at least rawMonths, \($0)" } ?? "nothing, as rawMonths is nothing"))
        }
        if !Self.isKept(dailyMonths, asLongAs: hourlyMonths) {
            faults.append(
                RetentionFault(
                    field: "dailyMonths", message: "Shorter than hours are kept.",
                    expected: hourlyMonths.map { "at least hourlyMonths, \($0)" }
                        ?? "nothing, as hourlyMonths is nothing"))
        }
        return faults
    }

    /// As stored; everything for ever where nothing is.
    package static func stored(_ session: TenantSession) throws -> RetentionPolicy {
        guard let document = try TenantDocumentRepository(session).document(Self.document) else { return Self() }
        do {
            return try JSONDecoder().decode(Self.self, from: Data(document.utf8))
        } catch {
            throw DatabaseError(.corrupt, detail: "The retention policy does not decode: \(error)")
        }
    }

    /// - Throws: `RetentionRefusal` when it cannot be applied.
    package func save(_ session: TenantSession) throws {
        guard faults.isEmpty else { throw RetentionRefusal(faults: faults) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try TenantDocumentRepository(session).save(
            String(decoding: try encoder.encode(self), as: UTF8.self), as: Self.document)
    }

    private static func isKept(_ derived: Int?, asLongAs source: Int?) -> Bool {
        guard let derived else { return true }
        return source.map { derived >= $0 } ?? false
    }
}

package struct RetentionFault: Hashable, Sendable {
    package let field: String
    package let message: String
    package let expected: String
}

/// A policy that cannot be applied; the one before stays.
package struct RetentionRefusal: Error, Hashable, CustomStringConvertible {
    package let faults: [RetentionFault]

    package init(faults: [RetentionFault]) {
        self.faults = faults
    }

    package var description: String {
        faults.map { "\($0.field): \($0.message) Expected \($0.expected)." }.joined(separator: "\n")
    }
}
