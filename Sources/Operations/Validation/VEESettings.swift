import Foundation
import GridModel
package import Persistence

/// What a tenant wants of estimation, and when a reading is late: the tenant's document `vee`.
package struct VEESettings: Hashable, Sendable, Codable {
    static let document = "vee"

    /// Whether gaps are estimated by themselves.
    package var isEstimating = true
    /// Zones in which they are not.
    package var zonesNotEstimated: [Int64] = []
    /// Gaps up to this long are filled by a straight line.
    package var linearHours = 2.0
    /// Longer gaps, up to this, are filled by the feeder's total or by like days.
    package var longestHours = 72.0
    /// How long after a gap's end late readings are waited for.
    package var graceHours = 24.0
    /// A reading is late when it comes more than this after its interval's end.
    package var lateMinutes = 60.0

    package init() {}

    package static func stored(_ session: TenantSession) throws -> VEESettings {
        guard let document = try TenantDocumentRepository(session).document(Self.document) else { return Self() }
        do {
            return try JSONDecoder().decode(Self.self, from: Data(document.utf8))
        } catch {
            throw DatabaseError(.corrupt, detail: "The document “\(Self.document)” cannot be read: \(error)")
        }
    }

    package func save(_ session: TenantSession) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try TenantDocumentRepository(session).save(
            String(decoding: try encoder.encode(self), as: UTF8.self), as: Self.document)
    }

    /// What cannot be set; empty when all can.
    package var faults: [VEEFault] {
        func outside(_ field: String, _ value: Double, _ range: ClosedRange<Double>) -> VEEFault? {
            range.contains(value)
                ? nil
                : VEEFault(
                    field: field, message: "Not in range.", expected: "\(range.lowerBound) to \(range.upperBound)")
        }
        return [
            outside("linearHours", linearHours, 0...24), outside("longestHours", longestHours, 0...744),
            outside("graceHours", graceHours, 0...744), outside("lateMinutes", lateMinutes, 1...44_640),
            zonesNotEstimated.count > 10_000
                ? VEEFault(field: "zonesNotEstimated", message: "Too many.", expected: "at most 10000 zones") : nil,
        ].compactMap(\.self)
    }
}

/// A field that is wrong, of settings, rules or an edit.
package struct VEEFault: Hashable, Sendable {
    package let field: String
    package let message: String
    package let expected: String

    package init(field: String, message: String, expected: String) {
        self.field = field
        self.message = message
        self.expected = expected
    }
}

/// Something was asked for that is wrong; nothing was changed.
package struct VEERefusal: Error, Hashable {
    package let faults: [VEEFault]

    package init(_ faults: [VEEFault]) {
        self.faults = faults
    }
}
